"""Pages from the web, by address."""

from __future__ import annotations

import urllib.error
import urllib.request

from extractor.errors import InputError

_AGENT = "quotebound (fact extraction with human review)"


def fetch(url: str, *, max_bytes: int, timeout: float) -> tuple[bytes, str]:
    """Fetch `url`; return its bytes and media type. Raises `InputError`; redirects are followed, nothing is retried."""
    if not url.startswith(("http://", "https://")):
        raise InputError(f"{url}: only http and https are fetched", code="input.unreadable")
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT})  # noqa: S310 - the scheme is checked above
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310 - as above
            data: bytes = response.read(max_bytes + 1)
            kind = response.headers.get_content_type()
    except urllib.error.HTTPError as error:
        error.close()
        raise InputError(
            f"{url}: HTTP {error.code}", code="input.unreachable", hint="Open the address in a browser; save the page."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise InputError(f"{url}: {reason}", code="input.unreachable", hint="Check the address and the network.") from error
    if len(data) > max_bytes:
        raise InputError(f"{url}: more than {max_bytes / 1e6:.1f} MB", code="input.too_large", hint="Raise the limit with --max-bytes.")
    return data, kind if kind in {"text/plain", "application/pdf"} else "text/html"
