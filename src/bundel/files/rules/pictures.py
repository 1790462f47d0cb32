"""Pictures: decoded and drawn anew, so that nothing of camera, place or person stays in them."""

import io
import warnings
from threading import BoundedSemaphore

from PIL import Image, ImageOps, UnidentifiedImageError

from bundel.files.rules.kinds import Broken, Kind
from bundel.kit.rules import RuleBroken

# The best telephones make 50 million points; one such picture is 150 MB in memory.
MOST_POINTS = 60_000_000
# A sheet of A4 is still sharp with this: 340 points an inch.
LONGEST_SIDE = 4000
_QUALITY = {Kind.JPEG: {"quality": 88}, Kind.WEBP: {"quality": 88}}
_one_at_a_time = BoundedSemaphore(1)


def drawn_anew(content: bytes, kind: Kind) -> bytes:
    """The same picture, upright and without anything beside its points; a very large one made smaller.

    Raises RuleBroken for what does not decode, has too many points, or moves.
    """
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's advice on odd files; what cannot be read still raises
        try:
            with Image.open(io.BytesIO(content), formats=[kind.name]) as picture:
                _check(picture, kind)
                return _saved(picture, kind)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise RuleBroken(Broken.DAMAGED) from error


def _check(picture: Image.Image, kind: Kind) -> None:
    width, height = picture.size
    if width * height > MOST_POINTS:
        raise RuleBroken(Broken.PICTURE_TOO_LARGE)
    # Not for JPEG: telephones put a second, smaller picture beside the first.
    if kind is not Kind.JPEG and getattr(picture, "n_frames", 1) > 1:
        raise RuleBroken(Broken.MOVES)


def _saved(picture: Image.Image, kind: Kind) -> bytes:
    if max(picture.size) > LONGEST_SIDE:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=1.0)
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in ("RGB", "RGBA", "L"):
        upright = upright.convert("RGBA" if upright.has_transparency_data and kind is not Kind.JPEG else "RGB")
    # Remarks, colour profiles and positions travel along in here, also into a picture that is saved anew.
    upright.info = {}
    out = io.BytesIO()
    upright.save(out, format=kind.name, **_QUALITY.get(kind, {}))
    return out.getvalue()
