"""¿Qué se prometió en las sesiones, qué falta responder y qué pasó su fecha?"""

from pac.reports import annex
from pac.ui import commitments, data, filters, show, updating

figures = filters.whole_plan()

show.opening("Compromisos", annex.sentence(figures, data.today()), figures)
updating.done()
commitments.show_list(figures)
commitments.offer_forms()
