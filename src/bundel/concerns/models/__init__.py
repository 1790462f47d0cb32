"""The tables of concerns: what people told, and what others see and say of it."""

from bundel.concerns.models.bundles import Bundle, BundleCard, BundleOrigin, BundleYes, WayOfWorking
from bundel.concerns.models.marks import HardSentence, MarkChange
from bundel.concerns.models.news import AfterAnswer, Change, NewsWish, Told
from bundel.concerns.models.public import (
    CardQuestion,
    CardReply,
    MessagePause,
    PublicCard,
    Recognition,
    RecognitionReceipt,
    Review,
)
from bundel.concerns.models.told import (
    BreakGlass,
    Card,
    Concern,
    Draft,
    Export,
    ExportPart,
    Message,
    NameMark,
    OwnConcern,
    Receipt,
)

__all__ = [
    "AfterAnswer",
    "BreakGlass",
    "Bundle",
    "BundleCard",
    "BundleOrigin",
    "BundleYes",
    "Card",
    "CardQuestion",
    "CardReply",
    "Change",
    "Concern",
    "Draft",
    "Export",
    "ExportPart",
    "HardSentence",
    "MarkChange",
    "Message",
    "MessagePause",
    "NameMark",
    "NewsWish",
    "OwnConcern",
    "PublicCard",
    "Receipt",
    "Recognition",
    "RecognitionReceipt",
    "Review",
    "Told",
    "WayOfWorking",
]
