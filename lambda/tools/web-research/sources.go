package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// source is a web page that an answer rests on.
type source struct {
	// Number is the number that the text cites in brackets.
	Number int    `json:"number"`
	Title  string `json:"title"`
	URL    string `json:"url"`
	Date   string `json:"date,omitempty"`
}

// missing are sources that a text cites and that aren't listed, for one reason.
type missing struct {
	Numbers []int `json:"numbers"`
	// More is how many further numbers there are.
	More int    `json:"more,omitempty"`
	Why  string `json:"why"`
}

const (
	mostTitle = 120
	mostDate  = 20

	notNamed = "Perplexity names no source of this number"
	noRoom   = "there is no room for it here: ask for this topic alone"
)

// add adds a source, or the reason why it can't be listed. The sources keep their numbers if others are left out.
func (a *answer) add(number int, title, link, date string) {
	encoded, host, problem := address(link)
	if problem != "" {
		if a.unlisted == nil {
			a.unlisted = map[int]string{}
		}
		a.unlisted[number] = problem
		return
	}
	title = start(oneLine(title), mostTitle)
	if title == "" {
		title = host
	}
	a.sources = append(a.sources, source{number, title, encoded, start(oneLine(date), mostDate)})
}

// A number in brackets, or several of them: [1], [1][2], [1, 2], [1-3].
var (
	cited       = regexp.MustCompile(`\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]`)
	citedNumber = regexp.MustCompile(`(\d{1,3})(?:\s*[–-]\s*(\d{1,3}))?`)
)

// citedIn returns the numbers of the sources that a text cites, in order.
func citedIn(text string) []int {
	numbers := []int{}
	for _, brackets := range cited.FindAllString(text, -1) {
		for _, found := range citedNumber.FindAllStringSubmatch(brackets, -1) {
			first, _ := strconv.Atoi(found[1])
			last := first
			if found[2] != "" {
				last, _ = strconv.Atoi(found[2])
			}
			for number := first; number <= last; number++ {
				numbers = append(numbers, number)
			}
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// Titles are cut before sources are left out.
var titleLengths = []int{mostTitle, 50, 20}

// listed returns the sources for at most that many bytes of JSON. Those that the text cites come first.
func (a answer) listed(cites []int, bytes int) []source {
	byUse := slices.Clone(a.sources)
	slices.SortStableFunc(byUse, func(one, other source) int {
		return first(slices.Contains(cites, one.Number), slices.Contains(cites, other.Number))
	})
	var chosen []source
	for _, length := range titleLengths {
		chosen = []source{}
		left, all := bytes, true
		for _, each := range byUse {
			each.Title = start(each.Title, length)
			if needed := size(each); needed <= left {
				left -= needed
				chosen = append(chosen, each)
			} else {
				all = all && !slices.Contains(cites, each.Number)
			}
		}
		if all {
			break
		}
	}
	slices.SortFunc(chosen, func(one, other source) int { return one.Number - other.Number })
	return chosen
}

func first(one, other bool) int {
	switch {
	case one == other:
		return 0
	case one:
		return -1
	}
	return 1
}

// notListed returns the cited numbers without a listed source by reason, in at most about that many bytes of JSON.
func (a answer) notListed(cites []int, chosen []source, bytes int) []missing {
	var found []missing
	for _, most := range []int{50, 20, 8, 2} {
		found = a.notListedWithAtMost(cites, chosen, most)
		if size(found) <= bytes {
			break
		}
	}
	return found
}

func (a answer) notListedWithAtMost(cites []int, chosen []source, most int) []missing {
	var found []missing
	for _, number := range cites {
		if slices.ContainsFunc(chosen, func(each source) bool { return each.Number == number }) {
			continue
		}
		why := notNamed
		if problem, has := a.unlisted[number]; has {
			why = problem
		} else if slices.ContainsFunc(a.sources, func(each source) bool { return each.Number == number }) {
			why = noRoom
		}
		index := slices.IndexFunc(found, func(each missing) bool { return each.Why == why })
		if index < 0 {
			found = append(found, missing{Why: why})
			index = len(found) - 1
		}
		if len(found[index].Numbers) < most {
			found[index].Numbers = append(found[index].Numbers, number)
		} else {
			found[index].More++
		}
	}
	return found
}

// shortened returns the answer in at most that many bytes of JSON. The text takes what it needs, at most half of them. It names
// each number that it cites and whose source isn't listed.
func (a answer) shortened(bytes int) finding {
	cites := citedIn(a.text)
	short := finding{Text: ellipsis, Sources: []source{}}
	room := bytes - size(short)
	forText := min(size(a.text), room/2)
	// The sources that find no room have to be named too.
	short.Sources = a.listed(cites, room-forText)
	if short.Missing = a.notListed(cites, short.Sources, bytes/4); len(short.Missing) > 0 {
		short.Sources = a.listed(cites, room-forText-size(short.Missing))
		short.Missing = a.notListed(cites, short.Sources, bytes/4)
	}
	short.Text = fit(a.text, bytes-size(short))
	short.Missing = a.notListed(citedIn(strings.TrimSuffix(short.Text, ellipsis)), short.Sources, bytes/4)
	return short
}
