"""`python -m benchmarks`: every benchmark, one table each."""

from benchmarks import asking, judgement, pages, parse, people, refresh, search, today

for benchmark in (parse, refresh, pages, people, search, judgement, today, asking):
    benchmark.main()
