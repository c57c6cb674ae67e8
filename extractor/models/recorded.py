"""A model that replays stored answers: `recorded/DIR`. A miss is an error, never a silent empty answer."""

from __future__ import annotations

from pathlib import Path

from extractor.claims.domain import Domain
from extractor.errors import ModelError, RecordingMissingError
from extractor.models.endpoint.completion import content_of
from extractor.models.flow import Question, Reply
from extractor.models.prompted import PROMPT, PromptedModel, prompt_of
from extractor.models.recordings import SHOWN_DIGITS, Recording, read_recordings
from extractor.models.wire import parse_answer
from extractor.protocol import Call, Usage
from prompts import Prompt, list_versions


class RecordedModel(PromptedModel):
    """Replays the recordings of a folder. Raises `UsageError` if there is no such folder."""

    def __init__(self, directory: Path | str, *, max_chars: int = 12_000, exchanges: bool = False) -> None:
        self._exchanges = exchanges
        self._directory = Path(directory)
        self._recordings = read_recordings(self._directory)
        self.max_chars = max_chars

    @property
    def name(self) -> str:
        """What users give as `--model`."""
        return f"recorded/{self._directory.as_posix()}"

    @property
    def version(self) -> str:
        """The version of the prompt that was recorded."""
        return f"{PROMPT}.v{self._version('')}"

    async def aclose(self) -> None:
        """Nothing to release."""

    async def _ask(self, question: Question) -> Reply:
        recording = self._recordings.get(question.digest)
        if recording is None:
            raise self._missing(question)
        calls = (_exchange(question, recording),) if self._exchanges else ()
        return Reply(parse_answer(content_of(recording.response)), calls)

    def _missing(self, question: Question) -> ModelError:
        others = sorted({one.prompt_version for one in self._recordings.values() if one.document_id == question.document_id})
        known = f"; there is one of this document for {', '.join(others)}" if others else ""
        return RecordingMissingError(
            f"{self._directory} has no answer for document {question.document_id} with {question.prompt_version} "
            f"(request {question.digest[:SHOWN_DIGITS]}){known}",
            hint=f"Record it: quotebound extract … --model openai/NAME --record {self._directory}",
        )

    def _prompt(self, domain: Domain) -> Prompt:
        return prompt_of(domain, self._version(domain.name))

    def _version(self, domain: str) -> int:
        """The newest prompt version that was recorded (of a domain); the newest there is, if none was."""
        recorded = [one.prompt_version for one in self._recordings.values()]
        candidates = [spec for spec in recorded if spec.startswith(domain)] or list(list_versions(domain or None))
        return max((int(spec.rpartition(".v")[2]) for spec in candidates), default=1)


def _exchange(question: Question, recording: Recording) -> Call:
    """What was asked and answered when it was recorded, for those who want to see it: nothing is paid for now."""
    usage = recording.response.get("usage") or {}
    return Call(
        key=question.digest,
        model=str(recording.response.get("model", "")),
        prompt_version=recording.prompt_version,
        request={"messages": [{"role": message.role, "content": message.content} for message in question.messages]},
        response=recording.response,
        status="recorded",
        usage=Usage(usage.get("prompt_tokens"), usage.get("completion_tokens")),
        document_id=recording.document_id,
    )
