"""A stand-in for the calendars of Google and Microsoft: `python -m standins.calendars --port 12112 --data FILE`.

Keeps what both document of what Boom uses: consent with PKCE, tokens that run out, are refreshed and revoked
(RFC 6749, 7636, 7009), Google Calendar v3 (calendarList, events with `syncToken`) and Microsoft Graph
(calendars, events, calendarView/delta). What it does not know it refuses, so nothing is taken for done that
was ignored. Its pages are labelled as a test; anybody may log in there as anybody.

Words. *Company*: google or microsoft. *Books*: what both know, in one file. *Fault*: a failure that was ordered.
"""
