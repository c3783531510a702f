"""QR codes as small pictures, drawn in a few milliseconds."""

import base64
import io

import qrcode
from PIL import Image

# Any of the eight masks gives a code that every reader reads; trying them all to keep the most
# even one costs ten times the drawing.
MASK = 4
DOTS = 6  # pixels per module


def draw(value):
    """Return the QR code of `value` as the data URI of a PNG, without border."""
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=MASK
    )
    code.add_data(value, optimize=0)
    code.make(fit=True)
    size = code.modules_count
    picture = Image.new("1", (size, size), 1)
    picture.putdata([0 if module else 255 for row in code.modules for module in row])
    stream = io.BytesIO()
    picture.resize((size * DOTS, size * DOTS), Image.Resampling.NEAREST).save(stream, "PNG")
    return f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}"
