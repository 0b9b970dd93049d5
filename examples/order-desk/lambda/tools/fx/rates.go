package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net/http"

	"agents.internal/toolkit"
)

// Open Exchange Rates' API: https://docs.openexchangerates.org/reference/historical-json

const mostBytes = 1 << 20

// rates are those of a day.
type rates struct {
	Disclaimer string                 `json:"disclaimer"`
	Rates      map[string]json.Number `json:"rates"`
}

// client follows no redirect, which would take the key to another place.
var client = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// askRates asks for the rates at the end of a day. Its error tells the model what it or a person can do, and never holds the key.
func askRates(ctx context.Context, url, date string, key toolkit.Secret) (rates, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/historical/"+date+".json", nil)
	if err != nil {
		return rates{}, err
	}
	request.Header.Set("Authorization", "Token "+key.Reveal())
	response, err := client.Do(request)
	if err != nil {
		// A crash, which the state machine tries again.
		return rates{}, errors.New("the exchange rates can't be reached")
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, mostBytes))
	if err != nil {
		return rates{}, errors.New("the exchange rates broke off")
	}
	switch status := response.StatusCode; {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return rates{}, toolkit.Errorf("the exchange rates refused the key (%d). A person has to put a valid App ID into the secret exchange_rates", status)
	case status == http.StatusBadRequest || status == http.StatusNotFound:
		return rates{}, toolkit.Errorf("there are no exchange rates for %s. Ask for a day from 1999 to yesterday", date)
	case status != http.StatusOK:
		return rates{}, errors.New("the exchange rates failed: " + response.Status)
	}
	var read rates
	if json.Unmarshal(body, &read) != nil || len(read.Rates) == 0 {
		return rates{}, errors.New("the exchange rates' answer is not the JSON that its API describes")
	}
	return read, nil
}

// of returns the rate of a currency to the base.
func (r rates) of(currency string) (*big.Rat, error) {
	rate, isNumber := new(big.Rat).SetString(r.Rates[currency].String())
	if !isNumber || rate.Sign() <= 0 {
		return nil, toolkit.Errorf("there is no exchange rate of %s. Give a currency by its code of ISO 4217, like EUR", currency)
	}
	return rate, nil
}
