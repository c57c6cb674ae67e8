"""Who proposes claims; all behind `extractor.protocol.Model`."""
