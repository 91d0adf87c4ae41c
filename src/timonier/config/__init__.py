"""What assembles the rooms: settings, addresses, servers, commands. No rule of the trade lives here."""
