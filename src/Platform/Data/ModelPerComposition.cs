using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Linli.Platform.Data;

/// <summary>
/// One model for each list of modules: EF Core keeps models by the type of the context, which would give a server of few
/// modules the tables of another one in the same process.
/// </summary>
internal sealed class ModelPerComposition : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) => (context.GetType(), ((LinliDb)context).Modules, designTime);
}
