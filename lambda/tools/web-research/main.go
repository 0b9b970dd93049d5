// The tool function web-research researches companies on the web by Perplexity, with sources.
package main

import (
	_ "embed"

	"agents.internal/toolkit"
)

//go:embed tools.json
var toolsJSON []byte

func main() {
	toolkit.Serve(toolsJSON, toolkit.Tool("research_company", researchCompany))
}
