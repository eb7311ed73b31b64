#!/usr/bin/env python3
"""Prints what `mmucheck graph MODEL --out FILE` has written: one transition a line."""
import array, json, sys

with open(sys.argv[1], "rb") as file:
    head = json.loads(file.readline())
    def numbers(code, count):
        read = array.array(code)
        read.fromfile(file, count)
        if sys.byteorder == "big":
            read.byteswap()
        return read
    states, transitions = head["states"], head["transitions"]
    first, target = numbers("I", states + 1), numbers("I", transitions)
    label, content_hash = numbers("H", transitions), numbers("Q", states)

for state in range(states):
    for t in range(first[state], first[state + 1]):
        print(state, head["actions"][label[t]], target[t])
