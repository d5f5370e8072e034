"""The drawings beside words: 24 units wide, stroked with the colour of the text, never alone and never read out."""

ICONS = {
    "alert": "M12 3 2 20h20L12 3zM12 10v4M12 17.5v.01",
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "back": "M19 12H5M11 6l-6 6 6 6",
    "bed": "M3 18V6M3 14h18v4M21 14v-2a3 3 0 0 0-3-3h-7v5M7 11v.01",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "centre": "M4 21V9l8-6 8 6v12M9 21v-6h6v6M3 21h18",
    "check": "M5 12l5 5 9-10",
    "child": "M12 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 11h12M12 11v5M12 16l-3 6M12 16l3 6",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 3",
    "close": "M6 6l12 12M18 6 6 18",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "down": "M6 9l6 6 6-6",
    "download": "M12 4v11M7 11l5 5 5-5M4 20h16",
    "edit": "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
    "eye": "M2 12c4-7 16-7 20 0-4 7-16 7-20 0zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
    "face-bad": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 16c1.8-2.2 5.2-2.2 7 0M9 10v.01M15 10v.01",
    "face-good": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 14c2 2.7 6 2.7 8 0M9 10v.01M15 10v.01",
    "face-so-so": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 15h7M9 10v.01M15 10v.01",
    "family": "M8 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM17 11a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z"
    "M3 21v-4a5 5 0 0 1 10 0v4M15 15.2a4 4 0 0 1 6 3.3V21",
    "globe": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c4 5 4 13 0 18M12 3c-4 5-4 13 0 18",
    "hand": "M3 14h4l4 2h4a1.5 1.5 0 0 1 0 3h-4M15 16l5-2.5a1.6 1.6 0 0 1 1.4 2.8L14 21H3z",
    "home": "M3 11l9-8 9 8M5 10v10h14V10M10 20v-5h4v5",
    "key": "M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h9M18 12v4M15 12v3",
    "listen": "M4 5h16v11H9l-5 4zM8 9h8M8 12h5",
    "lock": "M6 11h12v9H6zM8 11V7a4 4 0 0 1 8 0v4",
    "map": "M12 21c5-6 7-8.5 7-12a7 7 0 1 0-14 0c0 3.5 2 6 7 12zM12 11.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    "minus": "M5 12h14",
    "path": "M5 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM19 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"
    "M7 18h8a4 4 0 0 0 0-8h-5a3 3 0 0 1 0-4h7",
    "person": "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-9 16-9 16 0",
    "phone": "M5 3h4l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v4c0 1-1 2-2 2C10 21 3 14 3 5c0-1 1-2 2-2z",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V3h10v6M7 18H4V9h16v9h-3M7 14h10v7H7z",
    "question": "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18v.01",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
    "send": "M3 12 21 4l-5 17-4-7zM12 14l9-10",
    "sign-out": "M10 4H5v16h5M14 8l4 4-4 4M8 12h10",
    "speaker": "M4 9v6h4l5 4V5L8 9zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
    "stop": "M6 6h12v12H6z",
    "up": "M6 15l6-6 6 6",
    "upload": "M12 16V5M7 9l5-5 5 5M4 20h16",
}

# these point along the line of reading and turn with it
TURNING = frozenset({"arrow", "back", "send", "sign-out", "listen", "path"})
