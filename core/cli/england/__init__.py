"""England's scale: 153 invented authorities with 84,000 children, their full histories and a year of meetings.

One exemplar of every story is made through the services, in a database of its own; its rows are then copied for other
children, with new ids, names and days, as a bulk load. In order: `names` and `sizes`, `staffing`, `playing` and
`stories` (the exemplars), `copying` (how an exemplar becomes rows), `filling` (one authority), `building` (all).
"""
