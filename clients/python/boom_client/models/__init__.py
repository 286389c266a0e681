""" Contains all the data models used in inputs/outputs """

from .alert import Alert
from .alert_list import AlertList
from .amount import Amount
from .analytics_report_by import AnalyticsReportBy
from .archive_price_rule_kind import ArchivePriceRuleKind
from .attempt import Attempt
from .availability import Availability
from .availability_query import AvailabilityQuery
from .ban_list import BanList
from .ban_shape import BanShape
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
from .broadcast import Broadcast
from .broadcast_list import BroadcastList
from .business_shape import BusinessShape
from .called_off_body import CalledOffBody
from .cancel_body import CancelBody
from .change_price_rule_kind import ChangePriceRuleKind
from .change_query import ChangeQuery
from .change_shape import ChangeShape
from .changed_booking import ChangedBooking
from .changed_booking_answers_type_0 import ChangedBookingAnswersType0
from .changed_customer import ChangedCustomer
from .changed_customer_contact_by import ChangedCustomerContactBy
from .changed_rule import ChangedRule
from .changed_rule_settings import ChangedRuleSettings
from .changed_webhook import ChangedWebhook
from .channel import Channel
from .choice_body import ChoiceBody
from .choice_body_how import ChoiceBodyHow
from .closed_shape import ClosedShape
from .closing_body import ClosingBody
from .create_price_rule_kind import CreatePriceRuleKind
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
from .document import Document
from .document_detail import DocumentDetail
from .document_detail_body import DocumentDetailBody
from .document_kind import DocumentKind
from .document_list import DocumentList
from .document_query import DocumentQuery
from .endpoint_state import EndpointState
from .event_shape import EventShape
from .events_shape import EventsShape
from .extend_body import ExtendBody
from .extra import Extra
from .field_asked import FieldAsked
from .field_kind import FieldKind
from .field_only import FieldOnly
from .field_subject import FieldSubject
from .fields_query import FieldsQuery
from .figures_shape import FiguresShape
from .find_room_body import FindRoomBody
from .free_room import FreeRoom
from .get_price_rule_kind import GetPriceRuleKind
from .group_cancel_body import GroupCancelBody
from .group_move_body import GroupMoveBody
from .group_shape import GroupShape
from .history import History
from .history_entry import HistoryEntry
from .holiday_list import HolidayList
from .holiday_shape import HolidayShape
from .hook_shape import HookShape
from .hours import Hours
from .hours_body import HoursBody
from .house_text import HouseText
from .house_texts import HouseTexts
from .invitation_shape import InvitationShape
from .invitations_shape import InvitationsShape
from .invite_body import InviteBody
from .list_basis import ListBasis
from .list_bookings_order import ListBookingsOrder
from .list_fields_query import ListFieldsQuery
from .list_payments_order import ListPaymentsOrder
from .list_price_rules_kind import ListPriceRulesKind
from .log_in_body import LogInBody
from .me import Me
from .me_kind import MeKind
from .merge_body import MergeBody
from .message import Message
from .message_list import MessageList
from .message_query import MessageQuery
from .message_state import MessageState
from .meter_shape import MeterShape
from .method import Method
from .metric import Metric
from .missed import Missed
from .move_body import MoveBody
from .move_price_rule_kind import MovePriceRuleKind
from .moved_body import MovedBody
from .new_ban import NewBan
from .new_block import NewBlock
from .new_block_series import NewBlockSeries
from .new_booking import NewBooking
from .new_booking_answers_type_0 import NewBookingAnswersType0
from .new_booking_source import NewBookingSource
from .new_broadcast import NewBroadcast
from .new_closing import NewClosing
from .new_customer import NewCustomer
from .new_customer_contact_by import NewCustomerContactBy
from .new_group import NewGroup
from .new_group_answers_type_0 import NewGroupAnswersType0
from .new_group_source import NewGroupSource
from .new_holiday import NewHoliday
from .new_hook import NewHook
from .new_payment import NewPayment
from .new_payment_method import NewPaymentMethod
from .new_price_list import NewPriceList
from .new_question import NewQuestion
from .new_refund import NewRefund
from .new_room import NewRoom
from .new_room_state import NewRoomState
from .new_rule import NewRule
from .new_rule_settings import NewRuleSettings
from .new_series import NewSeries
from .new_series_answers_type_0 import NewSeriesAnswersType0
from .new_series_source import NewSeriesSource
from .new_special_day import NewSpecialDay
from .new_voucher import NewVoucher
from .new_waiting import NewWaiting
from .new_walk_in import NewWalkIn
from .new_webhook import NewWebhook
from .night_shape import NightShape
from .nights_body import NightsBody
from .nights_query import NightsQuery
from .offer_body import OfferBody
from .offer_shape import OfferShape
from .open_ import Open
from .part_body import PartBody
from .payment import Payment
from .payment_list import PaymentList
from .payment_query import PaymentQuery
from .payment_query_order import PaymentQueryOrder
from .payment_state import PaymentState
from .period import Period
from .person_shape import PersonShape
from .place_body import PlaceBody
from .plan_shape import PlanShape
from .plans_shape import PlansShape
from .preview import Preview
from .preview_body import PreviewBody
from .price import Price
from .price_line import PriceLine
from .price_list import PriceList
from .price_list_list import PriceListList
from .price_list_query import PriceListQuery
from .price_rule import PriceRule
from .price_rule_kind import PriceRuleKind
from .price_rule_settings import PriceRuleSettings
from .price_shape import PriceShape
from .problem import Problem
from .problem_alternatives_item import ProblemAlternativesItem
from .problem_fields import ProblemFields
from .publish_body import PublishBody
from .publish_body_basis import PublishBodyBasis
from .question import Question
from .question_body import QuestionBody
from .question_list import QuestionList
from .question_query import QuestionQuery
from .questions import Questions
from .quote_answer import QuoteAnswer
from .quote_answer_problems_item import QuoteAnswerProblemsItem
from .quote_body import QuoteBody
from .rate_shape import RateShape
from .rate_shape_settings import RateShapeSettings
from .reached import Reached
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
from .restore_price_rule_kind import RestorePriceRuleKind
from .role import Role
from .role_body import RoleBody
from .room import Room
from .room_body import RoomBody
from .room_body_state import RoomBodyState
from .room_list import RoomList
from .room_query import RoomQuery
from .room_state import RoomState
from .rounding_body import RoundingBody
from .rounding_rule import RoundingRule
from .rule_list import RuleList
from .rule_query import RuleQuery
from .rule_state import RuleState
from .rules import Rules
from .sample_query import SampleQuery
from .samples import Samples
from .samples_data_item import SamplesDataItem
from .seen_body import SeenBody
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
from .team_shape import TeamShape
from .tell_body import TellBody
from .terms_body import TermsBody
from .token_pair import TokenPair
from .touched_list import TouchedList
from .touched_shape import TouchedShape
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
from .voucher import Voucher
from .voucher_list import VoucherList
from .voucher_query import VoucherQuery
from .wait_state import WaitState
from .waiting import Waiting
from .waiting_list import WaitingList
from .waiting_query import WaitingQuery
from .waive_body import WaiveBody
from .webhook import Webhook
from .webhook_list import WebhookList
from .webhook_with_secret import WebhookWithSecret
from .whole_shape import WholeShape
from .whom import Whom
from .wish_body import WishBody

__all__ = (
    "Alert",
    "AlertList",
    "Amount",
    "AnalyticsReportBy",
    "ArchivePriceRuleKind",
    "Attempt",
    "Availability",
    "AvailabilityQuery",
    "BanList",
    "BanShape",
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
    "Broadcast",
    "BroadcastList",
    "BusinessShape",
    "CalledOffBody",
    "CancelBody",
    "ChangedBooking",
    "ChangedBookingAnswersType0",
    "ChangedCustomer",
    "ChangedCustomerContactBy",
    "ChangedRule",
    "ChangedRuleSettings",
    "ChangedWebhook",
    "ChangePriceRuleKind",
    "ChangeQuery",
    "ChangeShape",
    "Channel",
    "ChoiceBody",
    "ChoiceBodyHow",
    "ClosedShape",
    "ClosingBody",
    "CreatePriceRuleKind",
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
    "Document",
    "DocumentDetail",
    "DocumentDetailBody",
    "DocumentKind",
    "DocumentList",
    "DocumentQuery",
    "EndpointState",
    "EventShape",
    "EventsShape",
    "ExtendBody",
    "Extra",
    "FieldAsked",
    "FieldKind",
    "FieldOnly",
    "FieldsQuery",
    "FieldSubject",
    "FiguresShape",
    "FindRoomBody",
    "FreeRoom",
    "GetPriceRuleKind",
    "GroupCancelBody",
    "GroupMoveBody",
    "GroupShape",
    "History",
    "HistoryEntry",
    "HolidayList",
    "HolidayShape",
    "HookShape",
    "Hours",
    "HoursBody",
    "HouseText",
    "HouseTexts",
    "InvitationShape",
    "InvitationsShape",
    "InviteBody",
    "ListBasis",
    "ListBookingsOrder",
    "ListFieldsQuery",
    "ListPaymentsOrder",
    "ListPriceRulesKind",
    "LogInBody",
    "Me",
    "MeKind",
    "MergeBody",
    "Message",
    "MessageList",
    "MessageQuery",
    "MessageState",
    "MeterShape",
    "Method",
    "Metric",
    "Missed",
    "MoveBody",
    "MovedBody",
    "MovePriceRuleKind",
    "NewBan",
    "NewBlock",
    "NewBlockSeries",
    "NewBooking",
    "NewBookingAnswersType0",
    "NewBookingSource",
    "NewBroadcast",
    "NewClosing",
    "NewCustomer",
    "NewCustomerContactBy",
    "NewGroup",
    "NewGroupAnswersType0",
    "NewGroupSource",
    "NewHoliday",
    "NewHook",
    "NewPayment",
    "NewPaymentMethod",
    "NewPriceList",
    "NewQuestion",
    "NewRefund",
    "NewRoom",
    "NewRoomState",
    "NewRule",
    "NewRuleSettings",
    "NewSeries",
    "NewSeriesAnswersType0",
    "NewSeriesSource",
    "NewSpecialDay",
    "NewVoucher",
    "NewWaiting",
    "NewWalkIn",
    "NewWebhook",
    "NightsBody",
    "NightShape",
    "NightsQuery",
    "OfferBody",
    "OfferShape",
    "Open",
    "PartBody",
    "Payment",
    "PaymentList",
    "PaymentQuery",
    "PaymentQueryOrder",
    "PaymentState",
    "Period",
    "PersonShape",
    "PlaceBody",
    "PlanShape",
    "PlansShape",
    "Preview",
    "PreviewBody",
    "Price",
    "PriceLine",
    "PriceList",
    "PriceListList",
    "PriceListQuery",
    "PriceRule",
    "PriceRuleKind",
    "PriceRuleSettings",
    "PriceShape",
    "Problem",
    "ProblemAlternativesItem",
    "ProblemFields",
    "PublishBody",
    "PublishBodyBasis",
    "Question",
    "QuestionBody",
    "QuestionList",
    "QuestionQuery",
    "Questions",
    "QuoteAnswer",
    "QuoteAnswerProblemsItem",
    "QuoteBody",
    "RateShape",
    "RateShapeSettings",
    "Reached",
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
    "RestorePriceRuleKind",
    "Role",
    "RoleBody",
    "Room",
    "RoomBody",
    "RoomBodyState",
    "RoomList",
    "RoomQuery",
    "RoomState",
    "RoundingBody",
    "RoundingRule",
    "RuleList",
    "RuleQuery",
    "Rules",
    "RuleState",
    "SampleQuery",
    "Samples",
    "SamplesDataItem",
    "SeenBody",
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
    "TeamShape",
    "TellBody",
    "TermsBody",
    "TokenPair",
    "TouchedList",
    "TouchedShape",
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
    "Voucher",
    "VoucherList",
    "VoucherQuery",
    "Waiting",
    "WaitingList",
    "WaitingQuery",
    "WaitState",
    "WaiveBody",
    "Webhook",
    "WebhookList",
    "WebhookWithSecret",
    "WholeShape",
    "Whom",
    "WishBody",
)
