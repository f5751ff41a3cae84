using Linli.People;
using Linli.People.Provisioning;
using Linli.Places;
using Linli.Platform.Data;

namespace Linli.Scim.Users;

/// <summary>What groups are called whose directory has not said so: <c>专职网格员 和一1网格 (grid_steward@hf-1-g01)</c>.</summary>
internal sealed class GroupNames(IScopeTree tree, IReadOnlyList<StaffGroup> groups)
{
    private readonly Dictionary<Guid, string> said = groups.Where(g => g.DisplayName is not null).ToDictionary(g => g.Id, g => g.DisplayName!);

    public string Of(StaffPostKey key) => said.GetValueOrDefault(key.Id)
        ?? $"{PostNames.Of(key.Post).Zh} {(key.Scope == ScopePath.Root ? "全部" : tree.Find(key.Scope)?.Name.Zh ?? key.Scope.Code)} ({key.Code})";
}
