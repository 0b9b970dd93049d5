// The tool function web-research: what the web says about a company, by Perplexity, with sources.
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
