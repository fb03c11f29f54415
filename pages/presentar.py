"""¿Con qué se presenta, se informa y se comprueba este corte, con internet o sin él?"""

from pac.ui import filters, presenting, show

figures = filters.whole_plan()

show.opening("Presentar", presenting.sentence(figures), figures)
presenting.session(figures)
presenting.follow_up(figures)
presenting.to_read(figures)
presenting.parts(figures)
presenting.data_and_dates(figures)
