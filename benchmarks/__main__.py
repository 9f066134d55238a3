"""`python -m benchmarks`: every benchmark, one table each."""

from benchmarks import pages, parse, refresh, search, today

for benchmark in (parse, refresh, pages, search, today):
    benchmark.main()
