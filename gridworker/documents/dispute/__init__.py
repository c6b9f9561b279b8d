"""The official papers of people's mediation, after the forms of the Ministry of Justice (司发通〔2010〕239号)."""
