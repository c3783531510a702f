from . import deadlines, portal, portal_offer, portal_signature
