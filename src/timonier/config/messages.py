"""Sentences of the launcher's commands: what happened, and how to mend it."""

MESSAGES: dict[str, tuple[str, str]] = {
    "option_missing": ("L'option {option} manque.", "The option {option} is missing."),
    "folder_not_writable": (
        "Impossible d'écrire dans {path} ({why}) ; donnez un autre dossier avec --data.",
        "Cannot write to {path} ({why}); name another folder with --data.",
    ),
    "disk_full": (
        "Le disque est plein ; libérez de la place puis relancez : rien de ce qui était confirmé n'est perdu.",
        "The disk is full; make room, then start again: nothing that was acknowledged is lost.",
    ),
    "no_account_for_postgresql": (
        "PostgreSQL refuse de tourner en root et le compte « nobody » manque ; lancez Timonier sous un autre compte.",
        'PostgreSQL refuses to run as root and the account "nobody" is missing; start Timonier under another account.',
    ),
    "no_embedded_postgresql": (
        "Le PostgreSQL embarqué manque ici ; donnez un serveur par DATABASE_URL.",
        "The embedded PostgreSQL is missing here; name a server with DATABASE_URL.",
    ),
    "no_place_for_postgresql": (
        "PostgreSQL ne peut être copié ni dans {places} ; lancez Timonier sous un compte ordinaire.",
        "PostgreSQL can be copied to none of {places}; start Timonier under an ordinary account.",
    ),
    "postgresql_other_version": (
        "Les données de {path} sont de PostgreSQL {kept}, celui d'ici est {ours} ; sauvegardez avec l'ancienne version "
        "(« ./timonier backup »), puis restaurez dans un dossier neuf.",
        "The data of {path} are of PostgreSQL {kept}, the one here is {ours}; back up with the old version "
        '("./timonier backup"), then restore into a new folder.',
    ),
    "postgresql_not_made": (
        "PostgreSQL n'a pas pu être préparé : {why}",
        "PostgreSQL could not be prepared: {why}",
    ),
    "postgresql_not_started": ("PostgreSQL n'a pas démarré : {why}", "PostgreSQL did not start: {why}"),
    "postgresql_not_reached": ("PostgreSQL ne répond pas : {why}", "PostgreSQL does not answer: {why}"),
    "postgresql_files_in_use": (
        "Un autre PostgreSQL tient ces fichiers ; arrêtez-le d'abord (« ./timonier down »).",
        'Another PostgreSQL holds these files; stop it first ("./timonier down").',
    ),
    "postgresql_not_durable": (
        "Ce PostgreSQL n'écrit pas durablement (fsync = off) ; remettez fsync = on dans sa configuration.",
        "This PostgreSQL does not write durably (fsync = off); set fsync = on in its configuration.",
    ),
    "external_not_durable": (
        "Attention : ce serveur PostgreSQL n'écrit pas durablement (fsync = off) ; une panne perdrait des données.",
        "Beware: this PostgreSQL server does not write durably (fsync = off); a crash would lose data.",
    ),
    "postgresql_too_old": (
        "Le serveur est un PostgreSQL {found} ; il faut {oldest} ou plus récent.",
        "The server is PostgreSQL {found}; {oldest} or newer is needed.",
    ),
    "external_not_reached": (
        "La base de DATABASE_URL ne répond pas (hôte {host}, {why}) ; vérifiez l'adresse, le réseau et le mot de passe.",
        "The database of DATABASE_URL does not answer (host {host}, {why}); check address, network and password.",
    ),
    "sockets_not_ours": (
        "Le dossier {path} appartient à un autre compte ; supprimez-le, ou changez TMPDIR.",
        "The folder {path} belongs to another account; remove it, or change TMPDIR.",
    ),
    "already_serving": (
        "Timonier sert déjà ce dossier : {url} (processus {pid}) ; « ./timonier down » l'arrête.",
        'Timonier already serves this folder: {url} (process {pid}); "./timonier down" stops it.',
    ),
    "port_taken": (
        "Le port {port} est pris par un autre programme ; choisissez-en un avec --port (0 = n'importe lequel).",
        "Port {port} is taken by another program; choose one with --port (0 = any).",
    ),
    "cannot_listen": (
        "Impossible d'écouter sur {host}, port {port} ({why}) ; choisissez-en d'autres avec --host et --port.",
        "Cannot listen on {host}, port {port} ({why}); choose others with --host and --port.",
    ),
    "hosts_not_named": (
        "Sous quels noms les navigateurs viendront-ils ? Donnez-les dans TIMONIER_HOSTS (séparés par des virgules) ; "
        "d'ici là, seuls localhost et 127.0.0.1 sont servis.",
        "Under which names will browsers come? Give them in TIMONIER_HOSTS (with commas between); until then "
        "localhost and 127.0.0.1 alone are served.",
    ),
    "web_not_answering": (
        "Le serveur web ne répond pas après {seconds} s : {why}",
        "The web server does not answer after {seconds} s: {why}",
    ),
    "unknown_command": (
        "Commande inconnue « {command} » ; vouliez-vous dire « {near} » ? « ./timonier --help » les montre toutes.",
        'Unknown command "{command}"; did you mean "{near}"? "./timonier --help" shows them all.',
    ),
    "demonstration_not_here": (
        "Les comptes de démonstration ne s'ouvrent que sur cette machine ; relancez avec --empty, ou sans --host.",
        "Demonstration accounts open on this machine alone; start with --empty, or without --host.",
    ),
    "bad_anchor": (
        "« {value} » n'est pas un mois AAAA-MM de 2020 à 2035.",
        '"{value}" is not a month YYYY-MM from 2020 to 2035.',
    ),
    "schema_newer": (
        "La base vient d'une version plus récente de Timonier ; mettez ce programme à jour.",
        "The database comes from a newer version of Timonier; update this program.",
    ),
    "database_lost": (
        "La base de données ne répond plus ; rien de ce qui était confirmé n'est perdu, relancez.",
        "The database does not answer any more; nothing that was acknowledged is lost, start again.",
    ),
    "not_ended": (
        "Le processus {pid} ne s'est pas arrêté en {seconds} s.",
        "Process {pid} has not ended within {seconds} s.",
    ),
    "backup_not_written": (
        "La sauvegarde {path} n'a pas pu être écrite ({why}).",
        "The backup {path} could not be written ({why}).",
    ),
    "backup_failed": ("La sauvegarde a échoué : {why}", "The backup failed: {why}"),
    "backup_not_ours": (
        "{path} n'est pas une sauvegarde de Timonier ({why}).",
        "{path} is no backup of Timonier ({why}).",
    ),
    "backup_damaged": (
        "La sauvegarde {path} est abîmée : {part} n'a plus son empreinte ; prenez-en une autre.",
        "The backup {path} is damaged: {part} does not have its digest any more; take another one.",
    ),
    "restore_not_empty": (
        "Une restauration demande un dossier de données neuf ; celui-ci a déjà une base : donnez-en un autre avec --data.",
        "A restore needs a new data folder; this one has a database already: name another with --data.",
    ),
    "restore_failed": ("La restauration a échoué : {why}", "The restore failed: {why}"),
    "restore_not_whole": (
        "Le journal restauré de {contract} n'est pas intact (position {position} : {kind}) ; n'utilisez pas ce dossier.",
        "The restored journal of {contract} is not whole (position {position}: {kind}); do not use this folder.",
    ),
    "no_node": (
        "Il manque Node.js {oldest} ou plus récent pour préparer les écrans.",
        "Node.js {oldest} or newer is missing to prepare the screens.",
    ),
    "no_npm_registry": (
        "Le registre npm ne répond pas ; vérifiez le réseau ou le mandataire, puis relancez.",
        "The npm registry does not answer; check the network or the proxy, then start again.",
    ),
    "assets_failed": ("La préparation des écrans a échoué : {why}", "Preparing the screens failed: {why}"),
}
