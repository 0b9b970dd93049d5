package main

import (
	"encoding/json"
	"strings"
)

// answer is Perplexity's answer to one question, cleaned.
type answer struct {
	text    string
	sources []source
	// unlisted has the reasons why Perplexity's other sources can't be listed, by their numbers.
	unlisted map[int]string
}

type completion struct {
	Choices []struct {
		FinishReason string `json:"finish_reason"`
		Message      struct {
			Content json.RawMessage `json:"content"`
		} `json:"message"`
	} `json:"choices"`
	SearchResults []struct {
		Title string `json:"title"`
		URL   string `json:"url"`
		Date  string `json:"date"`
	} `json:"search_results"`
	// Citations is the API's older field, without titles. It has the same pages in the same order.
	Citations []string `json:"citations"`
}

// readAnswer reads the body of a response with status 200. Its error is a failure.
func readAnswer(body []byte) (answer, error) {
	var read completion
	if json.Unmarshal(body, &read) != nil {
		return answer{}, noJSON
	}
	if len(read.Choices) == 0 {
		return answer{}, noText
	}
	text, isText := textOf(read.Choices[0].Message.Content)
	if !isText {
		return answer{}, noJSON
	}
	text = clean(text)
	if text == "" {
		return answer{}, noText
	}
	if read.Choices[0].FinishReason == "length" {
		text += ellipsis
	}
	said := answer{text: text}
	for index, result := range read.SearchResults {
		if result.URL == "" && index < len(read.Citations) {
			result.URL = read.Citations[index]
		}
		said.add(index+1, result.Title, result.URL, result.Date)
	}
	for index := len(read.SearchResults); index < len(read.Citations); index++ {
		said.add(index+1, "", read.Citations[index], "")
	}
	return said, nil
}

// textOf reads content that is a text, or a list of parts with texts. null is an empty text.
func textOf(content json.RawMessage) (text string, isText bool) {
	if len(content) == 0 || json.Unmarshal(content, &text) == nil {
		return text, true
	}
	var parts []struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	if json.Unmarshal(content, &parts) != nil {
		return "", false
	}
	for _, part := range parts {
		text += part.Text
	}
	return text, true
}

// fit returns the longest beginning of a text that takes at most that many bytes of JSON.
func fit(text string, bytes int) string {
	if size(text) <= bytes {
		return text
	}
	runes := []rune(strings.TrimSuffix(text, ellipsis))
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high + 1) / 2
		if size(string(runes[:middle])+ellipsis) <= bytes {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return string(runes[:low]) + ellipsis
}

// size returns the bytes that a value takes in a tool result. The result's content is JSON as a text inside JSON.
func size(value any) int {
	written, _ := json.Marshal(value)
	inside, _ := json.Marshal(string(written))
	return len(inside)
}
