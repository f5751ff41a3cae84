using Linli.Ledger;
using Linli.Neighbours.ServiceList;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.Funds;

/// <summary>Asks that a fund pays something for a project; two others have to sign.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Project">Code of the project.</param>
/// <param name="What">2–100 characters; public.</param>
/// <param name="Payee">An organisation or shop, 2–60 characters; public.</param>
/// <param name="Fen">In fen, above 0.</param>
/// <param name="Evidence">Number of the invoice or contract, 2–60 characters; public.</param>
/// <param name="Papers">Scans uploaded before, at most 5; for staff only.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record AskSpending(string Fund, string? Project, string? What, string? Payee, long Fen, string? Evidence, IReadOnlyList<FileId>? Papers = null, string? IdempotencyKey = null)
    : ICommand<SpendingAsked>, IValidated, IRepeatable, IAudited
{
    public string? AuditSubject => Fund;

    public IEnumerable<Problem> Problems()
    {
        if (Text(What, 100, "what", "请写明用途", "Say what for") is { } what)
            yield return what;
        if (Text(Payee, 60, "payee", "请写明收款单位", "Name the payee") is { } payee)
            yield return payee;
        if (Text(Evidence, 60, "evidence", "请填写发票或合同编号", "Give the number of the invoice or contract") is { } evidence)
            yield return evidence;
        if (Fen is <= 0 or > FundRules.MostFen)
            yield return Problem.Invalid("fen", "funds.amount", "金额应大于 0、不超过 10 万元。", "An amount is above 0 and at most 100,000 yuan.");
        if (Papers is { Count: > 5 })
            yield return Problem.Invalid("papers", "funds.papers", "最多 5 份凭证。", "At most 5 papers.");
    }
}

/// <summary>A request that was made.</summary>
internal sealed record SpendingAsked(Guid Id);

/// <summary>Signs a spending, or not. The second signature pays it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Agree">Signed, or refused.</param>
/// <param name="Word">When refusing: why, 2–200 characters.</param>
internal sealed record SignSpending(Guid Id, bool Agree, string? Word = null) : ICommand<SpendingSigned>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!Agree && Text(Word, 200, "word", "请写明原因", "Say why") is { } word)
            yield return word;
    }
}

/// <summary>Where the spending stands now, with how many signatures.</summary>
internal sealed record SpendingSigned(SpendingState State, int Signatures);

/// <summary>Takes a paid spending back after the payee returned the money; the ledger keeps both.</summary>
internal sealed record UndoSpending(Guid Id, string? Reason) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems() => new UndoSale(Id, Reason).Problems();
}

internal sealed class SpendFundHandler(LinliDb db, CurrentCaller current, ILedger ledger, FundCash cash, IFileStore files, IPeople people, INotices notices, TimeProvider time)
    : IHandler<AskSpending, SpendingAsked>, IHandler<SignSpending, SpendingSigned>, IHandler<UndoSpending, Done>, IUseCase
{
    public const string Poster = "neighbours.funds";
    private static readonly Problem notFound = Problem.NotFound("funds.spending_not_found", "没有找到这笔支出。", "This spending was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/funds/{code}/spendings", (string code, AskSpending request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Fund = code }, cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("Ask that a fund pays something 支出申请");
        api.MapPost("/funds/spendings/{id:guid}/sign", (Guid id, SignSpending request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Approve).WithTags("funds").WithSummary("Sign a spending, or refuse it 两人审批");
        api.MapPost("/funds/spendings/{id:guid}/undo", (Guid id, UndoSpending request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Approve).WithTags("funds").WithSummary("Take a paid spending back");
    }

    public async Task<Result<SpendingAsked>> Handle(AskSpending request, CancellationToken cancel)
    {
        if (await db.Scoped<CharityFund>(current.Value.ScopesFor(GoodwillPermissions.Fund)).SingleOrDefaultAsync(f => f.Code == request.Fund, cancel) is not { } fund)
            return FundBook.NoFund;
        if (!await db.Unfiltered<Project>().AnyAsync(p => p.Code == request.Project, cancel))
            return Problem.Invalid("project", "funds.project", "请选择项目。", "Choose the project.");
        var now = Clock.Now(time);
        var spending = new FundSpending
        {
            Id = Guid.CreateVersion7(now), Scope = fund.Scope, Fund = fund.Code, Project = request.Project!, What = Clean(request.What, 100), Payee = Clean(request.Payee, 60), Fen = request.Fen,
            Evidence = Clean(request.Evidence, 60), State = SpendingState.Asked, AskedBy = current.Value.Account ?? Guid.Empty, AskedAt = now,
        };
        db.Insert(spending);
        var place = ScopePath.Parse(fund.Scope, null);
        if (request.Papers is { Count: > 0 } papers && await files.Attach(papers, FundSpending.Files, spending.Id, place, cancel, "papers") is { Ok: false } refused)
            return refused.As<SpendingAsked>();
        foreach (var signer in (await people.StaffFor(place, [Posts.Operator, Posts.PartySecretary, Posts.StreetOfficer], cancel)).Select(s => s.Account).Where(a => a != spending.AskedBy).Distinct().Take(20))
            await notices.Tell(signer, "gifts.spending", ("有一笔基金支出待审批", "A spending of a fund waits for you"), ("需要两位审批人签字。", "Two have to sign."), $"/desk/goodwill/funds/{fund.Code}", $"spending:{spending.Id}", cancel);
        return new SpendingAsked(spending.Id);
    }

    public async Task<Result<SpendingSigned>> Handle(SignSpending request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"fund.spending.{request.Id}", cancel);
        if (await Mine(request.Id, cancel) is not { } spending || current.Value.Account is not { } me)
            return notFound;
        // A retry after a lost answer signs no second time, and hears where the spending stands.
        if (request.Agree && (spending.FirstBy == me || spending.SecondBy == me) && spending.State is (SpendingState.Asked or SpendingState.Paid))
            return new SpendingSigned(spending.State, spending.SecondBy is null ? 1 : 2);
        if (spending.State != SpendingState.Asked)
            return Problem.Conflict("funds.decided", "这笔支出已有结果。", "This spending is settled already.");
        if (FundRules.MaySign(spending.AskedBy, spending.FirstBy, me) is { } problem)
            return problem;
        var now = Clock.Now(time);
        if (!request.Agree)
        {
            (spending.State, spending.Word) = (SpendingState.Refused, Clean(request.Word, 200));
            return new SpendingSigned(spending.State, spending.FirstBy is null ? 0 : 1);
        }

        if (spending.FirstBy is null)
        {
            (spending.FirstBy, spending.FirstAt) = (me, now);
            return new SpendingSigned(spending.State, 1);
        }

        // What is paid out passes one after the other with what is handed in and taken back.
        await cash.Lock(spending.Fund, cancel);
        var fund = await db.Unfiltered<CharityFund>().SingleAsync(f => f.Code == spending.Fund, cancel);
        if (FundRules.NotArrived(await cash.Money(fund, cancel), spending.Fen) is { } early)
            return early;
        var bank = await cash.Bank(fund, cancel);
        var posted = await ledger.Post(
            new(Poster, spending.Id.ToString(), "charity.spend", ($"支出：{spending.What}", $"Spent: {spending.What}"), [Entry.From(fund.Account, new Fen(spending.Fen)), Entry.To(bank, new Fen(spending.Fen))])
            { Subject = $"spending:{spending.Id}" },
            cancel);
        if (!posted.Ok)
            return posted.As<SpendingSigned>();
        (spending.SecondBy, spending.SecondAt, spending.State, spending.Transfer) = (me, now, SpendingState.Paid, posted.Value.Id);
        return new SpendingSigned(spending.State, 2);
    }

    public async Task<Result<Done>> Handle(UndoSpending request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"fund.spending.{request.Id}", cancel);
        if (await Mine(request.Id, cancel) is not { } spending)
            return notFound;
        if (spending is not { State: SpendingState.Paid, Transfer: { } transfer })
            return Problem.Conflict("funds.decided", "只有已拨付的支出能退回。", "Only what was paid can be taken back.");
        var why = Clean(request.Reason, 100);
        var back = await ledger.Reverse(new(transfer, Poster, $"undo-{spending.Id}", ($"支出退回：{why}", $"Spending taken back: {why}")), cancel);
        if (!back.Ok)
            return back.As<Done>();
        (spending.State, spending.Word) = (SpendingState.Undone, why);
        return Done.It;
    }

    private Task<FundSpending?> Mine(Guid id, CancellationToken cancel) => db.Scoped<FundSpending>(current.Value.ScopesFor(GoodwillPermissions.Approve)).SingleOrDefaultAsync(s => s.Id == id, cancel);
}

/// <summary>Papers of a spending are for those who ask and sign.</summary>
internal sealed class SpendingPapers(LinliDb db) : IFileGuard
{
    public string SubjectKind => FundSpending.Files;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel) =>
        await db.Unfiltered<FundSpending>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == subject, cancel) is { } spending
        && (caller.May(GoodwillPermissions.Fund, spending.Scope) || caller.May(GoodwillPermissions.Approve, spending.Scope));
}
