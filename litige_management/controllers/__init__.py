from . import portal, portal_offer, portal_signature
