"""One OpenAI-compatible endpoint: its HTTP, its limits, its faults. The only importer of openai and instructor.

exchange: question → reply, instructor for the shape, the ledger before and after every request · body: question → request
body, and the key of a stored answer · transport: body → JSON, one HTTP request · retry: the one owner of retries · limiter: requests and
tokens per minute and pauses, shared by all workers · faults, headers: what can go wrong with a request, as one typed value with a way out
· completion: what can be wrong with an answer that did arrive, and its usage.
"""
