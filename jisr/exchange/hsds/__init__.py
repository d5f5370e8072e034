"""The catalogue as packages of Open Referral's HSDS 3.1: given out to everybody, and taken in from others."""
