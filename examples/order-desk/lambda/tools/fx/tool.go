// The tool exchange_rate: what one unit of a currency was worth in another one, by Open Exchange Rates.
package main

import (
	"context"
	_ "embed"
	"math/big"
	"time"

	"agents.internal/toolkit"
)

//go:embed tools.json
var toolsJSON []byte

type rateInput struct {
	From string `json:"from"`
	To   string `json:"to"`
	Date string `json:"date"`
}

type rateResult struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Date   string `json:"date"`
	Rate   string `json:"rate"`
	Source string `json:"source"`
}

// digits are those of a rate after the point.
const digits = 6

func exchangeRate(ctx context.Context, use *toolkit.ToolUse, in rateInput) (any, error) {
	if _, err := time.Parse(time.DateOnly, in.Date); err != nil {
		return nil, toolkit.Errorf("date is %s, which is no day", in.Date)
	}
	key, err := use.Secret(ctx, "exchange_rates")
	if err != nil {
		return nil, err
	}
	day, err := askRates(ctx, use.Setting("url"), in.Date, key)
	if err != nil {
		return nil, err
	}
	from, err := day.of(in.From)
	if err != nil {
		return nil, err
	}
	to, err := day.of(in.To)
	if err != nil {
		return nil, err
	}
	// The API has all rates to one base. A quotient of two is the rate of any pair.
	rate := new(big.Rat).Quo(to, from)
	return rateResult{in.From, in.To, in.Date, rate.FloatString(digits), day.Disclaimer}, nil
}

func main() { toolkit.Serve(toolsJSON, tools...) }

var tools = []toolkit.Function{
	toolkit.Tool("exchange_rate", exchangeRate),
}
