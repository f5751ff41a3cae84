using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Inbox;

/// <summary>The kinds of notices the caller does not want.</summary>
internal sealed record ListOptOuts : IQuery<IReadOnlyList<string>>;

internal sealed class ListOptOutsHandler(LinliDb db, CurrentCaller current) : IHandler<ListOptOuts, IReadOnlyList<string>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/notices/opt-outs", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListOptOuts(), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("Kinds and topics of notices I do not want");

    public async Task<Result<IReadOnlyList<string>>> Handle(ListOptOuts request, CancellationToken cancel) =>
        await db.Records<OptOut>().Where(o => o.AccountId == current.Value.Account).Select(o => o.Kind).Order().ToListAsync(cancel);
}

/// <summary>Turns a kind of notice, or a whole topic of them, off or on for the caller.</summary>
/// <param name="Kind">Code of the kind, such as <c>case.answered</c>, or of the topic, such as <c>case</c>.</param>
/// <param name="Wanted">On or off.</param>
internal sealed record ChooseKind(string Kind, bool Wanted) : ICommand<Done>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Kind.Length is 0 or > 60 || !Kind.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            yield return Problem.Invalid("kind", "kind_unknown", "没有这种消息。", "There is no such kind of notice.");
    }
}

internal sealed class ChooseKindHandler(LinliDb db, CurrentCaller current, IEnumerable<NoticeTopic> topics) : IHandler<ChooseKind, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/notices/opt-outs/{kind}", (string kind, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ChooseKind(kind, false), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("Turn a kind or a topic of notices off");
        api.MapDelete("/notices/opt-outs/{kind}", (string kind, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ChooseKind(kind, true), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("Turn a kind or a topic of notices on again");
    }

    public async Task<Result<Done>> Handle(ChooseKind request, CancellationToken cancel)
    {
        if (!request.Wanted && topics.Any(t => t.Always && t.Code == NoticeTopic.Of(request.Kind)))
            return Problem.Conflict("kind_always", "这类消息关系到您的账号安全，不能关闭。", "These notices keep your account safe: they cannot be turned off.");
        var account = current.Value.Account!.Value;
        var standing = await db.Records<OptOut>().SingleOrDefaultAsync(o => o.AccountId == account && o.Kind == request.Kind, cancel);
        if (request.Wanted && standing is not null)
            db.Records<OptOut>().Remove(standing);
        else if (!request.Wanted && standing is null)
            db.Records<OptOut>().Add(new() { AccountId = account, Kind = request.Kind });
        return Done.It;
    }
}
