// A plain list of a forum's sessions on another site. See docs/embed.md. Sets no cookie and no
// style, and needs no more of the site's policy than script-src and connect-src for this origin.
(function () {
  const tag = document.currentScript;
  const origin = new URL(tag.src).origin;
  const { event, subForum = "", day = "", limit = "50", empty = "—" } = tag.dataset;
  const lang = tag.dataset.lang || document.documentElement.lang || "en";

  function add(parent, name, text, className) {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    if (className) element.className = className;
    parent.append(element);
    return element;
  }

  // The schedule knows how long a session is, in hours and minutes.
  function endOf(session) {
    const [hours, minutes] = session.duration.split(":").map(Number);
    return new Date(Date.parse(session.date) + (hours * 60 + minutes) * 60_000);
  }

  const isoDays = (conference) =>
    new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: conference.time_zone_name });

  // Whether it takes any time of the chosen day; one of several days stands on each.
  function isOn(session, days) {
    return session.date.slice(0, 10) <= day && day <= days.format(new Date(session.end - 1));
  }

  function sessionsOf(conference) {
    const days = isoDays(conference);
    const track = (conference.tracks || []).find((one) => one.slug === `sub-forum-${subForum}`);
    return conference.days
      .flatMap((one) => Object.values(one.rooms).flat())
      .map((one) => ({ ...one, end: endOf(one) }))
      .filter((one) => !subForum || (track && one.track === track.name))
      .filter((one) => !day || isOn(one, days))
      .sort((one, other) => one.date.localeCompare(other.date))
      .slice(0, Number(limit) || 50);
  }

  function show(conference) {
    const list = document.createElement("ul");
    list.className = "forum-agenda";
    list.lang = lang;
    const days = new Intl.DateTimeFormat(`${lang}-u-nu-latn`, {
      dateStyle: "medium",
      timeZone: conference.time_zone_name,
    });
    const clock = new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      timeZone: conference.time_zone_name,
    });
    for (const one of sessionsOf(conference)) {
      const item = add(list, "li", "", "forum-agenda__session");
      // The time as it is in the forum's own zone: it stands so in the text of the moment.
      const begins = days.format(new Date(one.date));
      const when = `${begins}, ${one.date.slice(11, 16)}`;
      add(item, "time", when, "forum-agenda__time").dateTime = one.date;
      // An end on another day names it; others are told by the page of the session.
      if (days.format(one.end) !== begins) {
        const until = `${days.format(one.end)}, ${clock.format(one.end)}`;
        item.append(" – ");
        add(item, "time", until, "forum-agenda__time").dateTime = one.end.toISOString();
      }
      item.append(" ");
      add(item, "a", one.title, "forum-agenda__title").href = one.url;
      if (one.room) {
        item.append(" ");
        add(item, "span", one.room, "forum-agenda__room");
      }
    }
    if (!list.children.length) add(list, "li", empty);
    return list;
  }

  function failed() {
    const words = document.createElement("p");
    words.className = "forum-agenda";
    add(words, "a", `${origin}/${event}/`).href = `${origin}/${lang}/${event}/agenda/`;
    return words;
  }

  fetch(`${origin}/${event}/schedule.json?lang=${encodeURIComponent(lang)}`, { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
    .then((data) => show(data.schedule.conference))
    .catch(failed)
    .then((element) => tag.after(element));
})();
