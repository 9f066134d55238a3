"""`python -m benchmarks`: every benchmark, one table each."""

from benchmarks import pages, parse, refresh

for benchmark in (parse, refresh, pages):
    benchmark.main()
