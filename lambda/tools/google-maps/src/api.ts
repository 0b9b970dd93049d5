/** One of Google's APIs. */

export interface Api {
  /** The API's name in Google's console. */
  name: string;
  host: string;
}
