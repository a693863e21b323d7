"""The names that Pydantic gives to its errors, and what a spoiled one was meant to be.

Lives here: meant, is_known.
Does not:   what an error means (the faults).
"""

import difflib
import re
from functools import lru_cache
from typing import Final

_KNOWN: Final = frozenset(
    re.findall(
        r"\w+",
        """
    arguments_type assertion_error bool_parsing bool_type bytes_invalid_encoding bytes_too_long
    bytes_too_short bytes_type callable_type complex_str_parsing complex_type counter_type
    dataclass_exact_type dataclass_type date_from_datetime_inexact date_from_datetime_parsing
    date_future date_parsing date_past date_type datetime_from_date_parsing datetime_future
    datetime_object_invalid datetime_parsing datetime_past datetime_type decimal_max_digits
    decimal_max_places decimal_parsing decimal_type decimal_whole_digits
    default_factory_not_called deque_type dict_type ellipsis_error enum extra_forbidden
    finite_number float_parsing float_type fraction_parsing fraction_type frozen_dict_type
    frozen_field frozen_instance frozen_set_type get_attribute_error greater_than
    greater_than_equal int_from_float int_parsing int_parsing_size int_type invalid_key
    is_instance_of is_subclass_of iterable_type iteration_error json_invalid json_type less_than
    less_than_equal list_type literal_error mapping_type missing missing_argument
    missing_keyword_only_argument missing_positional_only_argument missing_sentinel_error
    model_attributes_type model_type multiple_argument_values multiple_of named_tuple_type
    needs_python_object no_such_attribute none_required ordered_dict_type
    recursion_depth_exceeded recursion_loop set_item_not_hashable set_type string_not_ascii
    string_pattern_mismatch string_too_long string_too_short string_type string_unicode
    time_delta_parsing time_delta_type time_parsing time_type timezone_aware timezone_naive
    timezone_offset too_long too_short tuple_type unexpected_keyword_argument
    unexpected_positional_argument union_tag_invalid union_tag_not_found url_parsing url_scheme
    url_syntax_violation url_too_long url_type uuid_parsing uuid_type uuid_version value_error
    """,
    )
)
_NEAR: Final = 0.82
_SHORTEST: Final = 5


def is_known(name: str) -> bool:
    """Whether an error type is Pydantic's own, of the second version or the first."""
    return name in _KNOWN or "." in name


@lru_cache(maxsize=4_096)
def meant(name: str) -> str:
    """The known error type of which letters were lost on the way; else the name as it is."""
    if name in _KNOWN or len(name) < _SHORTEST or "." in name:
        return name
    near = difflib.get_close_matches(name, _KNOWN, n=1, cutoff=_NEAR)
    return near[0] if near else name
