"""`python -m benchmarks`: every benchmark, one table each."""

from benchmarks import asking, judgement, pages, parse, refresh, search, today

for benchmark in (parse, refresh, pages, search, judgement, today, asking):
    benchmark.main()
