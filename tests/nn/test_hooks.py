"""Functions that are called before and after a module, under PyTorch's names."""

import copy

import numpy as np

import nn

X = np.array([-1.0, 2.0])


def test_a_hook_is_told_of_every_call_until_it_is_removed():
    layer, calls = nn.ReLU(), []
    hook = layer.register_forward_hook(lambda module, args, output: calls.append((module, args[0], output)))
    z = layer(X)
    hook.remove()
    hook.remove()
    layer(X)
    [(module, x, output)] = calls
    assert module is layer
    assert x is X
    assert output is z


def test_what_hooks_return_takes_the_place_of_arguments_and_output():
    layer = nn.ReLU()
    layer.register_forward_pre_hook(lambda module, args: -args[0])
    layer.register_forward_pre_hook(lambda module, args: (args[0] * 10,))
    layer.register_forward_hook(lambda module, args, output: output + args[0])
    assert layer(X).tolist() == [20, -20]


def test_as_a_context_manager_and_registered_twice():
    layer, calls = nn.ReLU(), []

    def hook(module, args, output):
        calls.append(1)

    with layer.register_forward_hook(hook), layer.register_forward_hook(hook):
        layer(X)
    layer(X)
    assert len(calls) == 2


def test_the_line_of_a_hooked_layer_is_the_callers():
    layer = nn.Linear(2, 1)
    layer.register_forward_hook(lambda module, args, output: None)
    z = layer(X)
    assert z.node.location.text == "z = layer(X)"
    assert z.node.scope.label is layer


def test_hooks_are_neither_saved_nor_parameters_and_a_module_can_be_one():
    layer = nn.Linear(2, 2)
    keys = set(layer.state_dict())
    layer.register_forward_hook(nn.Sequential(nn.Linear(3, 3)))
    layer._hooks[0].remove()
    layer.register_forward_hook(lambda module, args, output: None)
    assert set(layer.state_dict()) == keys
    assert len(list(layer.parameters())) == 2
    assert len(list(layer.modules())) == 1


def test_a_copy_of_a_module_can_be_made_while_it_is_watched():
    model = nn.MLP([2, 3, 1])
    diagnosis = nn.Diagnosis(model)
    model(X)
    seen = [layer.activation_norm for layer in diagnosis]
    copied = copy.deepcopy(model)
    copied(10 * X)
    assert [layer.activation_norm for layer in diagnosis] == seen
