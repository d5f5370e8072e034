"""What the launcher cannot do, said to the person who typed the command."""


class CannotStart(Exception):
    """A sentence, complete in itself, that says what is wrong and what to do next; shown without a traceback."""


NO_SPACE = "No space left on device"


def full_disk(directory) -> CannotStart:
    """The sentence for a disk with no room left under ``directory``."""
    return CannotStart(
        f"The disk that holds {directory} is full. Free some space (about 1 GB is enough), then start again:"
        " nothing that was saved is lost. To keep the data on another disk: JISR_DATA=/another/place make run"
    )
