using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Sms;

/// <summary>Whether the caller gets text messages.</summary>
internal sealed record AskSms : IQuery<SmsChoice>;

/// <summary>The choice.</summary>
/// <param name="Available">Whether messages can be had: the operator has a gateway, and the caller a number.</param>
/// <param name="Wanted">Whether the caller wants them.</param>
internal sealed record SmsChoice(bool Available, bool Wanted);

internal sealed class AskSmsHandler(LinliDb db, CurrentCaller current, IPersonalSms sms) : IHandler<AskSms, SmsChoice>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/notices/sms", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new AskSms(), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("Whether I get text messages when there is news");

    public async Task<Result<SmsChoice>> Handle(AskSms request, CancellationToken cancel)
    {
        var account = current.Value.Account!.Value;
        return new SmsChoice(await sms.CanReach(account, cancel), await db.Records<SmsWish>().AnyAsync(w => w.AccountId == account, cancel));
    }
}

/// <summary>Sends the caller a text message when there is news and no phone of theirs rings, or no more.</summary>
/// <param name="Wanted">On or off.</param>
internal sealed record ChooseSms(bool Wanted) : ICommand<Done>;

internal sealed class ChooseSmsHandler(LinliDb db, CurrentCaller current, IPersonalSms sms, TimeProvider time) : IHandler<ChooseSms, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/notices/sms", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ChooseSms(true), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("Send me a text message when there is news");
        api.MapDelete("/notices/sms", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ChooseSms(false), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("Send me no text messages any more");
    }

    public async Task<Result<Done>> Handle(ChooseSms request, CancellationToken cancel)
    {
        var account = current.Value.Account!.Value;
        var standing = await db.Records<SmsWish>().SingleOrDefaultAsync(w => w.AccountId == account, cancel);
        if (!request.Wanted)
        {
            if (standing is not null)
                db.Records<SmsWish>().Remove(standing);
            return Done.It;
        }

        if (!await sms.CanReach(account, cancel))
            return Problem.Conflict("sms_unavailable", "现在不能发短信：没有短信服务，或没有登记手机号。", "Text messages cannot be had: there is no SMS service, or no mobile number of yours.");
        if (standing is null)
            db.Records<SmsWish>().Add(new() { AccountId = account, At = Clock.Now(time) });
        return Done.It;
    }
}
