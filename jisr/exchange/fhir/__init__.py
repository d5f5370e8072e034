"""Referrals in the words of HL7 FHIR R4, for other systems."""
