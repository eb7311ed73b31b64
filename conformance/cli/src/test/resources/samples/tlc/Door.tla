---- MODULE Door ----
LOCAL INSTANCE TLC

CounterExample == 
	[action |-> {<<<<1, [inside |-> {}, knocked |-> {}, log |-> << >>]>>, [name |-> "Knock", context |-> [p |-> ann], location |-> [beginLine |-> 7, beginColumn |-> 13, endLine |-> 7, endColumn |-> 78, module |-> "Door"], parameters |-> <<"p">>], <<2, [inside |-> {}, knocked |-> {ann}, log |-> <<[who |-> ann, step |-> 1]>>]>>>>, <<<<2, [inside |-> {}, knocked |-> {ann}, log |-> <<[who |-> ann, step |-> 1]>>]>>, [name |-> "Enter", context |-> [p |-> ann], location |-> [beginLine |-> 9, beginColumn |-> 3, endLine |-> 12, endColumn |-> 29, module |-> "Door"], parameters |-> <<"p">>], <<3, [inside |-> {ann}, knocked |-> {}, log |-> <<[who |-> ann, step |-> 1], [who |-> ann, step |-> 2]>>]>>>>, <<<<3, [inside |-> {ann}, knocked |-> {}, log |-> <<[who |-> ann, step |-> 1], [who |-> ann, step |-> 2]>>]>>, [name |-> "Leave", context |-> [p |-> ann], location |-> [beginLine |-> 13, beginColumn |-> 13, endLine |-> 13, endColumn |-> 70, module |-> "Door"], parameters |-> <<"p">>], <<1, [inside |-> {}, knocked |-> {}, log |-> << >>]>>>>}, state |-> {<<1, [inside |-> {}, knocked |-> {}, log |-> << >>]>>, <<2, [inside |-> {}, knocked |-> {ann}, log |-> <<[who |-> ann, step |-> 1]>>]>>, <<3, [inside |-> {ann}, knocked |-> {}, log |-> <<[who |-> ann, step |-> 1], [who |-> ann, step |-> 2]>>]>>}]

====
