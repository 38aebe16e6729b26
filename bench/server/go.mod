module proofload/bench/server

go 1.25.0
