using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Channel;

/// <summary>Says that one has taken note of a message (已阅).</summary>
/// <param name="Message">Which message.</param>
public sealed record AcknowledgeMessage(Guid Message) : ICommand<Done>;

internal sealed class AcknowledgeMessageHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<AcknowledgeMessage, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/channel/messages/{id:guid}/acknowledge", (Guid id, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new AcknowledgeMessage(id), cancel))
            .Needs(Access.SignedIn).WithTags("Channel").WithSummary("Take note of a message 已阅");

    public async Task<Result<Done>> Handle(AcknowledgeMessage request, CancellationToken cancel)
    {
        var me = current.Value.Account!.Value;
        if (!await db.Unfiltered<ChannelMessage>().Where(ReadChannelHandler.For(current.Value)).AnyAsync(m => m.Id == request.Message, cancel))
            return Problem.NotFound("cases.message_unknown", "没有找到这条消息。", "There is no such message.");
        if (!await db.Records<ChannelReceipt>().AnyAsync(r => r.Message == request.Message && r.Account == me, cancel))
            db.Records<ChannelReceipt>().Add(new() { Message = request.Message, Account = me, At = Clock.Now(time) });
        return Done.It;
    }
}
