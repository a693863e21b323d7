"""Proofs that can be run on a planned tree, before the disk is touched.

Lives here: what a check is (check), one file a check, those without interpreter (static).
Does not:   writing anything, or the published form of an outcome (tools/reply).
"""
