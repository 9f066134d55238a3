"""`python -m benchmarks`: every benchmark, one table each."""

from benchmarks import pages, parse, refresh, search

for benchmark in (parse, refresh, pages, search):
    benchmark.main()
