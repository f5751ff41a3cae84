using Linli.Notices.Announcements;
using Linli.Notices.Inbox;
using Linli.Notices.Telling;
using Linli.People;
using Linli.Platform.Live;
using Linli.Platform.Modules;
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
        module.Services.AddScoped<IUnreadNotices, UnreadNotices>();
        module.Tables(NoticesModel.Map).Permissions(NoticesPermissions.All)
            .Publishes<InboxChanged>("linli.notices.inbox-changed")
            .Publishes<AnnouncementPublished>("linli.announcement.published")
            .After<RegistrationDecided, TellOfRegistration>();
        module.Pages(
            new NavigationItem(Workspace.Resident, "/notices", ("消息", "Notices"), "bell", Access.SignedIn, 800),
            new NavigationItem(Workspace.Staff, "/desk/announcements", ("公告", "Announcements"), "speakerphone", NoticesPermissions.Announce, 310));
        module.UseCase<ListNoticesHandler>()
            .UseCase<CountUnreadHandler>()
            .UseCase<MarkReadHandler>()
            .UseCase<ListOptOutsHandler>()
            .UseCase<ChooseKindHandler>();
        module.UseCase<WriteAnnouncementHandler>()
            .UseCase<PublishAnnouncementHandler>()
            .UseCase<ListAnnouncementsHandler>()
            .UseCase<ManageAnnouncementsHandler>()
            .Demo<NoticesDemo>(25);
    }
}
