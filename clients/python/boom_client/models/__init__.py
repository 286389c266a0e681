""" Contains all the data models used in inputs/outputs """

from .amount import Amount
from .analytics_report_by import AnalyticsReportBy
from .attempt import Attempt
from .availability import Availability
from .availability_query import AvailabilityQuery
from .block import Block
from .block_list import BlockList
from .block_query import BlockQuery
from .blocked import Blocked
from .blocks_made import BlocksMade
from .booking import Booking
from .booking_answers import BookingAnswers
from .booking_list import BookingList
from .booking_query import BookingQuery
from .booking_query_order import BookingQueryOrder
from .business_shape import BusinessShape
from .cancel_body import CancelBody
from .change_query import ChangeQuery
from .change_shape import ChangeShape
from .changed_booking import ChangedBooking
from .changed_booking_answers_type_0 import ChangedBookingAnswersType0
from .changed_customer import ChangedCustomer
from .changed_customer_contact_by import ChangedCustomerContactBy
from .changed_webhook import ChangedWebhook
from .choice_body import ChoiceBody
from .choice_body_how import ChoiceBodyHow
from .customer import Customer
from .customer_list import CustomerList
from .customer_query import CustomerQuery
from .dashboard import Dashboard
from .decline_body import DeclineBody
from .delivery import Delivery
from .delivery_detail import DeliveryDetail
from .delivery_detail_body_type_0 import DeliveryDetailBodyType0
from .delivery_list import DeliveryList
from .delivery_query import DeliveryQuery
from .delivery_state import DeliveryState
from .endpoint_state import EndpointState
from .event_shape import EventShape
from .events_shape import EventsShape
from .extra import Extra
from .fields_query import FieldsQuery
from .figures_shape import FiguresShape
from .free_room import FreeRoom
from .group_cancel_body import GroupCancelBody
from .group_move_body import GroupMoveBody
from .group_shape import GroupShape
from .history import History
from .history_entry import HistoryEntry
from .hook_shape import HookShape
from .hours import Hours
from .hours_body import HoursBody
from .house_text import HouseText
from .house_texts import HouseTexts
from .list_bookings_order import ListBookingsOrder
from .list_fields_query import ListFieldsQuery
from .list_payments_order import ListPaymentsOrder
from .log_in_body import LogInBody
from .me import Me
from .me_kind import MeKind
from .meter_shape import MeterShape
from .method import Method
from .metric import Metric
from .missed import Missed
from .move_body import MoveBody
from .new_block import NewBlock
from .new_block_series import NewBlockSeries
from .new_booking import NewBooking
from .new_booking_answers_type_0 import NewBookingAnswersType0
from .new_booking_source import NewBookingSource
from .new_customer import NewCustomer
from .new_customer_contact_by import NewCustomerContactBy
from .new_group import NewGroup
from .new_group_answers_type_0 import NewGroupAnswersType0
from .new_group_source import NewGroupSource
from .new_hook import NewHook
from .new_payment import NewPayment
from .new_payment_method import NewPaymentMethod
from .new_refund import NewRefund
from .new_room import NewRoom
from .new_room_state import NewRoomState
from .new_series import NewSeries
from .new_series_answers_type_0 import NewSeriesAnswersType0
from .new_series_source import NewSeriesSource
from .new_special_day import NewSpecialDay
from .new_waiting import NewWaiting
from .new_webhook import NewWebhook
from .night_shape import NightShape
from .nights_query import NightsQuery
from .open_ import Open
from .part_body import PartBody
from .payment import Payment
from .payment_list import PaymentList
from .payment_query import PaymentQuery
from .payment_query_order import PaymentQueryOrder
from .payment_state import PaymentState
from .period import Period
from .plan_shape import PlanShape
from .plans_shape import PlansShape
from .preview import Preview
from .preview_body import PreviewBody
from .price import Price
from .price_line import PriceLine
from .price_shape import PriceShape
from .problem import Problem
from .problem_alternatives_item import ProblemAlternativesItem
from .problem_fields import ProblemFields
from .quote_answer import QuoteAnswer
from .quote_answer_problems_item import QuoteAnswerProblemsItem
from .quote_body import QuoteBody
from .refresh_body import RefreshBody
from .refund_shape import RefundShape
from .refund_state import RefundState
from .register_body import RegisterBody
from .registered import Registered
from .replayed import Replayed
from .report import Report
from .report_line import ReportLine
from .report_query import ReportQuery
from .report_query_by import ReportQueryBy
from .room import Room
from .room_body import RoomBody
from .room_body_state import RoomBodyState
from .room_list import RoomList
from .room_query import RoomQuery
from .room_state import RoomState
from .rules import Rules
from .sample_query import SampleQuery
from .samples import Samples
from .samples_data_item import SamplesDataItem
from .series import Series
from .series_change_body import SeriesChangeBody
from .series_done import SeriesDone
from .series_end_body import SeriesEndBody
from .series_list import SeriesList
from .series_query import SeriesQuery
from .settings_body import SettingsBody
from .settings_shape import SettingsShape
from .settle_body import SettleBody
from .settle_body_how import SettleBodyHow
from .source import Source
from .span_body import SpanBody
from .special import Special
from .standing_shape import StandingShape
from .status import Status
from .stretch import Stretch
from .subscription_shape import SubscriptionShape
from .swap_body import SwapBody
from .swapped import Swapped
from .tell_body import TellBody
from .terms_body import TermsBody
from .token_pair import TokenPair
from .trend import Trend
from .trend_night import TrendNight
from .upgrade_body import UpgradeBody
from .upgrade_shape import UpgradeShape
from .upgrade_shape_state import UpgradeShapeState
from .usage_shape import UsageShape
from .usage_shape_above_limit import UsageShapeAboveLimit
from .venue import Venue
from .venue_body import VenueBody
from .venue_kind import VenueKind
from .venue_list import VenueList
from .wait_state import WaitState
from .waiting import Waiting
from .waiting_list import WaitingList
from .waiting_query import WaitingQuery
from .webhook import Webhook
from .webhook_list import WebhookList
from .webhook_with_secret import WebhookWithSecret
from .whole_shape import WholeShape
from .whom import Whom

__all__ = (
    "Amount",
    "AnalyticsReportBy",
    "Attempt",
    "Availability",
    "AvailabilityQuery",
    "Block",
    "Blocked",
    "BlockList",
    "BlockQuery",
    "BlocksMade",
    "Booking",
    "BookingAnswers",
    "BookingList",
    "BookingQuery",
    "BookingQueryOrder",
    "BusinessShape",
    "CancelBody",
    "ChangedBooking",
    "ChangedBookingAnswersType0",
    "ChangedCustomer",
    "ChangedCustomerContactBy",
    "ChangedWebhook",
    "ChangeQuery",
    "ChangeShape",
    "ChoiceBody",
    "ChoiceBodyHow",
    "Customer",
    "CustomerList",
    "CustomerQuery",
    "Dashboard",
    "DeclineBody",
    "Delivery",
    "DeliveryDetail",
    "DeliveryDetailBodyType0",
    "DeliveryList",
    "DeliveryQuery",
    "DeliveryState",
    "EndpointState",
    "EventShape",
    "EventsShape",
    "Extra",
    "FieldsQuery",
    "FiguresShape",
    "FreeRoom",
    "GroupCancelBody",
    "GroupMoveBody",
    "GroupShape",
    "History",
    "HistoryEntry",
    "HookShape",
    "Hours",
    "HoursBody",
    "HouseText",
    "HouseTexts",
    "ListBookingsOrder",
    "ListFieldsQuery",
    "ListPaymentsOrder",
    "LogInBody",
    "Me",
    "MeKind",
    "MeterShape",
    "Method",
    "Metric",
    "Missed",
    "MoveBody",
    "NewBlock",
    "NewBlockSeries",
    "NewBooking",
    "NewBookingAnswersType0",
    "NewBookingSource",
    "NewCustomer",
    "NewCustomerContactBy",
    "NewGroup",
    "NewGroupAnswersType0",
    "NewGroupSource",
    "NewHook",
    "NewPayment",
    "NewPaymentMethod",
    "NewRefund",
    "NewRoom",
    "NewRoomState",
    "NewSeries",
    "NewSeriesAnswersType0",
    "NewSeriesSource",
    "NewSpecialDay",
    "NewWaiting",
    "NewWebhook",
    "NightShape",
    "NightsQuery",
    "Open",
    "PartBody",
    "Payment",
    "PaymentList",
    "PaymentQuery",
    "PaymentQueryOrder",
    "PaymentState",
    "Period",
    "PlanShape",
    "PlansShape",
    "Preview",
    "PreviewBody",
    "Price",
    "PriceLine",
    "PriceShape",
    "Problem",
    "ProblemAlternativesItem",
    "ProblemFields",
    "QuoteAnswer",
    "QuoteAnswerProblemsItem",
    "QuoteBody",
    "RefreshBody",
    "RefundShape",
    "RefundState",
    "RegisterBody",
    "Registered",
    "Replayed",
    "Report",
    "ReportLine",
    "ReportQuery",
    "ReportQueryBy",
    "Room",
    "RoomBody",
    "RoomBodyState",
    "RoomList",
    "RoomQuery",
    "RoomState",
    "Rules",
    "SampleQuery",
    "Samples",
    "SamplesDataItem",
    "Series",
    "SeriesChangeBody",
    "SeriesDone",
    "SeriesEndBody",
    "SeriesList",
    "SeriesQuery",
    "SettingsBody",
    "SettingsShape",
    "SettleBody",
    "SettleBodyHow",
    "Source",
    "SpanBody",
    "Special",
    "StandingShape",
    "Status",
    "Stretch",
    "SubscriptionShape",
    "SwapBody",
    "Swapped",
    "TellBody",
    "TermsBody",
    "TokenPair",
    "Trend",
    "TrendNight",
    "UpgradeBody",
    "UpgradeShape",
    "UpgradeShapeState",
    "UsageShape",
    "UsageShapeAboveLimit",
    "Venue",
    "VenueBody",
    "VenueKind",
    "VenueList",
    "Waiting",
    "WaitingList",
    "WaitingQuery",
    "WaitState",
    "Webhook",
    "WebhookList",
    "WebhookWithSecret",
    "WholeShape",
    "Whom",
)
