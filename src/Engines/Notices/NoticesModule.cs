using Linli.Notices.Announcements;
using Linli.Notices.Inbox;
using Linli.Notices.Privacy;
using Linli.Notices.Push;
using Linli.Notices.Sms;
using Linli.Notices.Telling;
using Linli.People;
using Linli.Platform.Live;
using Linli.Platform.Modules;
using Linli.Platform.Operations;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Notices;

/// <summary>What a person should know: the inbox, the announcements of the places they live in, and the ways in which it reaches them.</summary>
public sealed class NoticesModule : IModule
{
    /// <inheritdoc/>
    public string Name => "notices";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<INotices, NoticeDesk>();
        module.Services.AddScoped<IPersonalData, NoticesPersonalData>();
        module.Services.AddScoped<IUnreadNotices, UnreadNotices>();
        module.Services.AddSingleton(new NoticeTopic(
            "registration", ("住户认证", "Registration of homes"), ("您的认证申请通过了没有", "What became of your request")));
        module.Services.AddSingleton(new NoticeTopic(
            "privacy", ("个人信息", "Personal data"), ("谁看了孩子的信息、信息安全事件", "Who saw a child's data, and breaches")));
        module.Services.AddSingleton(new NoticeTopic(
            "account", ("账号安全", "Safety of the account"), ("换手机号、注销", "Changes of phone, deletion"), Urgent: true, Always: true));
        module.Services.AddSingleton(new NoticeTopic(
            "family", ("为家人代办", "Acting for family"), ("谁想为您代办、家人同意了没有", "Who asks to act for you, and whether your family agreed")));
        module.Services.AddSingleton(new NoticeTopic(
            "register", ("人房名册", "Register"), ("辖区居民去世", "A resident of your places died"), PeoplePermissions.Register));
        DeclarePush(module);
        module.Tables(NoticesModel.Map).Permissions(NoticesPermissions.All)
            .Publishes<InboxChanged>("linli.notices.inbox-changed")
            .Publishes<AnnouncementPublished>("linli.announcement.published")
            .After<RegistrationRequested, TellOfRequest>()
            .After<RegistrationDecided, TellOfRegistration>()
            .After<ChildAccessChanged, TellOfChildAccess>()
            .After<PersonalDataBreached, TellOfBreach>()
            .After<ResidentDied, TellOfDeath>()
            .After<AgencyChanged, TellOfAgency>()
            .After<ConsentAskedAgain, TellOfNewText>()
            .After<TurnedFourteen, TellOfFourteen>()
            .After<PhoneChangeMoved, TellOfPhone>()
            .After<ErasureMoved, TellOfErasure>();
        module.Pages(
            new NavigationItem(Workspace.Resident, "/notices", ("消息", "Notices"), "bell", Access.SignedIn, 800),
            new NavigationItem(Workspace.Staff, "/desk/announcements", ("公告", "Announcements"), "speakerphone", NoticesPermissions.Announce, 310, NavigationSection.Offers));
        module.Routes(OpenNotice.Map);
        module.UseCase<ListNoticesHandler>()
            .UseCase<FindNoticeHandler>()
            .UseCase<CountUnreadHandler>()
            .UseCase<MarkReadHandler>()
            .UseCase<ListTopicsHandler>()
            .UseCase<ListOptOutsHandler>()
            .UseCase<ChooseKindHandler>();
        module.UseCase<WriteAnnouncementHandler>()
            .UseCase<PublishAnnouncementHandler>()
            .UseCase<ListAnnouncementsHandler>()
            .UseCase<ManageAnnouncementsHandler>()
            .Demo<NoticesDemo>(25);
    }

    private static void DeclarePush(ModuleBuilder module)
    {
        module.Services.Configure<PushOptions>(module.Configuration.GetSection(PushOptions.Section));
        module.Services.AddSingleton<PushKeys>();
        module.Services.AddSingleton<PushClient>();
        module.Services.AddScoped<IHealthFinding, PushFinding>();
        module.After<InboxChanged, QueuePushes>().Job<SendPushes>(TimeSpan.FromSeconds(1));
        module.After<InboxChanged, QueueSms>().Job<SendSms>(TimeSpan.FromMinutes(1));
        module.UseCase<AskSmsHandler>().UseCase<ChooseSmsHandler>();
        module.UseCase<GetPushKeyHandler>()
            .UseCase<ListSubscriptionsHandler>()
            .UseCase<SubscribeBrowserHandler>()
            .UseCase<UnsubscribeHandler>();
    }
}
