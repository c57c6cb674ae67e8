"""Request bodies and the keys of stored answers."""

from __future__ import annotations

import hashlib
import json

from extractor.domain import DOMAIN
from extractor.models.endpoint.body import ledger_key, messages_of, parameters
from extractor.models.flow import Question
from extractor.models.options import EndpointOptions
from extractor.models.wire import wire_format
from prompts import Message


def test_answers_are_found_under_the_hash_of_all_that_was_asked_also_when_a_shape_is_asked_for_again() -> None:
    options = EndpointOptions("test", base_url="http://127.0.0.1:1/v1", seed=3)
    question = Question(
        (Message("system", "Rules “of” the house"), Message("user", "Text…")), wire_format(DOMAIN), "conflict/extract.v1", "d"
    )
    for messages in (messages_of(question), [*messages_of(question), {"role": "user", "content": "Again."}], messages_of(question)[:1]):
        told = [[message["role"], message["content"]] for message in messages]
        identity = ["127.0.0.1", "test", parameters(options), "conflict/extract.v1", question.form.digest, told]
        assert ledger_key(options, question, messages) == hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
