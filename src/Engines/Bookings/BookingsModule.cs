using Linli.Bookings.Attend;
using Linli.Bookings.Blackouts;
using Linli.Bookings.Calendar;
using Linli.Bookings.Desk;
using Linli.Bookings.Lottery;
using Linli.Bookings.Mine;
using Linli.Bookings.Offerings;
using Linli.Bookings.Privacy;
using Linli.Bookings.Reserve;
using Linli.Bookings.Reserve.Together;
using Linli.Bookings.Rooms;
using Linli.Bookings.Sessions;
using Linli.Bookings.WaitList;
using Linli.Ledger;
using Linli.Notices;
using Linli.Places;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Bookings;

/// <summary>Bookings of every kind (预约): rooms, sessions, series. Nothing is ever given away twice, whatever happens at the same time.</summary>
public sealed class BookingsModule : IModule
{
    /// <inheritdoc/>
    public string Name => "bookings";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Tables(BookingsModel.Map).Permissions(BookingsPermissions.All)
            .Publishes<ReservationChanged>("linli.booking.changed").Publishes<SessionChanged>("linli.booking.session_changed")
            .Demo<BookingsDemo>(30);
        module.Services.AddSingleton<KindBook>().AddSingleton(Kinds.Room).AddSingleton(Kinds.Event).AddSingleton(Kinds.OpenDay)
            .AddSingleton(new NoticeTopic(BookingTelling.Topic, ("预约", "Bookings"), ("候补名额、改期、取消、摇号结果", "Places offered, changes, cancellations, draws"), Urgent: true));
        module.Services.AddScoped<OfferingBook>().AddScoped<OfferingKeeper>().AddScoped<SessionLocks>().AddScoped<SessionPlanner>().AddScoped<SessionChange>()
            .AddScoped<Bookers>().AddScoped<BookingLimits>().AddScoped<BookingMoney>().AddScoped<BookingTelling>().AddScoped<PlaceDesk>().AddScoped<ReservationReach>()
            .AddScoped<ReservationEnd>().AddScoped<ReservationViews>().AddScoped<WaitQueue>().AddScoped<RoomTime>().AddScoped<RoomDesk>().AddScoped<BookingPrices>()
            .AddScoped<AttendanceBook>().AddScoped<SheetBook>().AddScoped<ITransferOwner, BookingTransfers>().AddScoped<FeedReader>().AddScoped<FeedBook>().AddScoped<InvitationReader>().AddScoped<ISubjectLinks, BookingStatementLinks>().AddScoped<IBookingFeeds, GroupFeeds>().AddScoped<IBookings, BookingsForScenes>().AddScoped<IRosters, RostersForScenes>().AddScoped<IBookingLinks, BookingLinks>()
            .AddScoped<TrainingDone>().AddScoped<IBookingCondition>(s => s.GetRequiredService<TrainingDone>())
            .AddScoped<IPersonalData, BookingsPersonalData>();
        module.Services.AddScoped<IBookingLists, BookingLists>().AddScoped<IPastBookings, PastBookings>();
        module.DecidedTogether<ReservePlace, ReservationView, ReserveTogether>();
        module.UseCase<FindOfferingsHandler>().UseCase<KeepOfferingHandler>().UseCase<KeepRoomHandler>().UseCase<KeepResourceHandler>()
            .UseCase<ReservePlaceHandler>().UseCase<QuoteBookingHandler>().UseCase<ReadCalendarHandler>().UseCase<ReadOfferingHandler>().UseCase<ListOfferingsHandler>().UseCase<CancelReservationHandler>().UseCase<AcceptOfferHandler>().UseCase<BookRoomHandler>().UseCase<FreeTimesHandler>()
            .UseCase<ChangeSessionHandler>().UseCase<ReadDrawHandler>().UseCase<CheckInHandler>().UseCase<ScanInHandler>().UseCase<AppealNoShowHandler>().UseCase<CloseRoomHandler>()
            .UseCase<MyBookingsHandler>().UseCase<DaySheetHandler>().UseCase<SessionSheetHandler>().UseCase<OpenListHandler>().UseCase<FeedHandler>();
        module.Job<PassOffersOn>(TimeSpan.FromSeconds(20)).Job<OfferAgain>(TimeSpan.FromMinutes(5)).Job<DrawSessions>(TimeSpan.FromSeconds(30)).Job<SettleSessions>(TimeSpan.FromMinutes(2)).Job<PlanAhead>(TimeSpan.FromHours(1));
        module.Routes(FeedReader.Map).Routes(InvitationReader.Map);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/my/bookings", ("我的预约", "My bookings"), "calendar-event", Access.SignedIn, 957),
            new NavigationItem(Workspace.Staff, "/desk/bookings", ("预约日程", "Bookings"), "calendar-event", BookingsPermissions.Desk, 30, NavigationSection.Offers),
            new NavigationItem(Workspace.Staff, "/desk/bookings/calendar", ("预约日历", "Bookings calendar"), "calendar-week", BookingsPermissions.Desk, 30, NavigationSection.Offers),
            new NavigationItem(Workspace.Staff, "/desk/bookings/offerings", ("预约项目与场地", "Offerings and rooms"), "calendar-cog", BookingsPermissions.Keep, 31, NavigationSection.Offers));
    }
}

/// <summary>The engine's own kinds.</summary>
internal static class Kinds
{
    public static readonly OfferingKind Room = new(OfferingKind.Room, ("场地", "Rooms"), Scene.Neighbours, "door", OfferingMode.Interval)
    {
        MadeAtDesk = false,
        Terms = new()
        {
            OpensDaysBefore = 30, MostParty = 5000, CancelHours = 2, WaitList = false, NoShow = new(2, 90, 30),
            Quotas = [new(QuotaOf.Kind, QuotaPer.Person, QuotaPeriod.Week, 3)],
        },
    };

    public static readonly OfferingKind Event = new(OfferingKind.Event, ("活动", "Activities"), Scene.Neighbours, "confetti")
    {
        Terms = new() { OpensDaysBefore = 14, MostParty = 4, CancelHours = 2 },
    };

    /// <summary>开放日: buildings and plans for them are shown and explained.</summary>
    public static readonly OfferingKind OpenDay = new("open-day", ("开放日", "Open days"), Scene.Buildings, "building")
    {
        Terms = new() { OpensDaysBefore = 30, MostParty = 4, CancelHours = 2 },
    };
}
