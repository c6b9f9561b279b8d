"""Widgets of the window. They hold no words and no records: both come in as parameters.

| to | take |
|---|---|
| say something | `text` (Label, Paragraph, SectionTitle), `signs` (Tag, KeyCap, Pill, StateLabel, Avatar and more) |
| let press or choose | `button`, `tile`, `nav_item`, `chips`, `segments`, `pickers` (PickList, Tick) |
| let write | `line_field`, `text_field`, `date_field`, `search_box`, each in a `labelled_field` |
| show how it stands | `ring`, `bars`, `stepper`, `timeline` |
| tell what happened | `toast` (passes by), `banner` (stays), `empty_state` |
| arrange | `card`, `flow_layout`; `mark` has the sign of the program and the paper behind the lock |

`painting` is what all of them share, `drawing` what they share with the rows of tables, `composing` keeps keys from
acting while an input method composes. A widget takes colours and sizes from `gridworker.ui.theme` each time it paints.
"""
