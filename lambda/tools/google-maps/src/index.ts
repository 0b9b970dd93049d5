/** The Lambda function: one tool of tools.json, one file. */

import { toolHandler } from "toolkit";
import declaration from "../tools.json";
import { directions } from "./directions.ts";
import { distanceMatrix } from "./distance-matrix.ts";
import { elevation } from "./elevation.ts";
import { geocode } from "./geocode.ts";
import { sayingWhoAnswered } from "./mock-service.ts";
import { placeDetails } from "./place-details.ts";
import { reverseGeocode } from "./reverse-geocode.ts";
import { searchPlaces } from "./search-places.ts";

export const handler = toolHandler(
  declaration,
  sayingWhoAnswered({
    maps_geocode: geocode,
    maps_reverse_geocode: reverseGeocode,
    maps_search_places: searchPlaces,
    maps_place_details: placeDetails,
    maps_distance_matrix: distanceMatrix,
    maps_elevation: elevation,
    maps_directions: directions,
  }),
);
