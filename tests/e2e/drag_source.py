"""A small window from which the files named are dragged: drag_source.py X Y FILE...

Says "ready" when it can be dragged from, and "end" when the drop is over.
"""

import pathlib
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

x, y, *files = sys.argv[1:]
addresses = [pathlib.Path(file).resolve().as_uri() for file in files]


def say(word):
    print(word, flush=True)


handle = Gtk.EventBox()
handle.add(Gtk.Label(label="files"))
handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
handle.drag_source_add_uri_targets()
handle.connect("drag-data-get", lambda _handle, _drag, data, *_: data.set_uris(addresses))
handle.connect("drag-end", lambda *_: say("end"))

window = Gtk.Window(title="Files")
window.set_default_size(120, 60)
window.add(handle)
window.connect("destroy", Gtk.main_quit)
window.connect_after("map-event", lambda *_: say("ready"))
window.show_all()
window.move(int(x), int(y))
Gtk.main()
