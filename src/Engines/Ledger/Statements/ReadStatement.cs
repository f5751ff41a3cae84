using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Ledger.Statements;

/// <summary>The lines of an account, newest first: one's own, or of a place one works for.</summary>
internal sealed record ReadStatement(AccountId Account, StatementFilter Filter) : IQuery<StatementPage>, IValidated
{
    public IEnumerable<Problem> Problems() => Filter.Problems();
}

internal sealed class ReadStatementHandler(StatementBook book, AccountReach reach) : IHandler<ReadStatement, StatementPage>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/accounts/{id}/statement", (AccountId id, [AsParameters] StatementFilter filter, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new ReadStatement(id, filter), cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("Lines of an account: my own, or of my places 账户明细");

    public async Task<Result<StatementPage>> Handle(ReadStatement request, CancellationToken cancel) =>
        await reach.Find(request.Account, cancel) is null ? AccountReach.NotFound : await book.Page(request.Filter.For(request.Account), cancel);
}
