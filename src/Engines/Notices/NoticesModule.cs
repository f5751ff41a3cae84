using Linli.Notices.Inbox;
using Linli.Notices.Telling;
using Linli.People;
using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Notices;

/// <summary>What a person should know: the inbox, and the ways in which it reaches them.</summary>
public sealed class NoticesModule : IModule
{
    /// <inheritdoc/>
    public string Name => "notices";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<INotices, NoticeDesk>();
        module.Tables(NoticesModel.Map)
            .Publishes<InboxChanged>("linli.notices.inbox-changed")
            .After<RegistrationDecided, TellOfRegistration>();
        module.UseCase<ListNoticesHandler>()
            .UseCase<CountUnreadHandler>()
            .UseCase<MarkReadHandler>()
            .UseCase<ListOptOutsHandler>()
            .UseCase<ChooseKindHandler>();
    }
}
