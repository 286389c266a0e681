""" Contains all the data models used in inputs/outputs """

from .amount import Amount
from .analytics_report_by import AnalyticsReportBy
from .attempt import Attempt
from .availability import Availability
from .availability_query import AvailabilityQuery
from .blocked import Blocked
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
from .move_body import MoveBody
from .new_booking import NewBooking
from .new_booking_answers_type_0 import NewBookingAnswersType0
from .new_booking_source import NewBookingSource
from .new_customer import NewCustomer
from .new_customer_contact_by import NewCustomerContactBy
from .new_hook import NewHook
from .new_payment import NewPayment
from .new_payment_method import NewPaymentMethod
from .new_refund import NewRefund
from .new_room import NewRoom
from .new_room_state import NewRoomState
from .new_special_day import NewSpecialDay
from .new_waiting import NewWaiting
from .new_webhook import NewWebhook
from .nights_query import NightsQuery
from .open_ import Open
from .payment import Payment
from .payment_list import PaymentList
from .payment_query import PaymentQuery
from .payment_query_order import PaymentQueryOrder
from .payment_state import PaymentState
from .period import Period
from .plan_shape import PlanShape
from .plans_shape import PlansShape
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
from .settings_body import SettingsBody
from .settings_shape import SettingsShape
from .source import Source
from .special import Special
from .standing_shape import StandingShape
from .status import Status
from .stretch import Stretch
from .subscription_shape import SubscriptionShape
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
    "Blocked",
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
    "MoveBody",
    "NewBooking",
    "NewBookingAnswersType0",
    "NewBookingSource",
    "NewCustomer",
    "NewCustomerContactBy",
    "NewHook",
    "NewPayment",
    "NewPaymentMethod",
    "NewRefund",
    "NewRoom",
    "NewRoomState",
    "NewSpecialDay",
    "NewWaiting",
    "NewWebhook",
    "NightsQuery",
    "Open",
    "Payment",
    "PaymentList",
    "PaymentQuery",
    "PaymentQueryOrder",
    "PaymentState",
    "Period",
    "PlanShape",
    "PlansShape",
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
    "SettingsBody",
    "SettingsShape",
    "Source",
    "Special",
    "StandingShape",
    "Status",
    "Stretch",
    "SubscriptionShape",
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
