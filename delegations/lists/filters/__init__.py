"""The filters of the attendee list: what each offers, means and is called."""
